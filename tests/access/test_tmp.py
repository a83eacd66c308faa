import json, pytest, time
pytestmark = pytest.mark.django_db
from collections import defaultdict
from tests.access.asking import ask, address
from tests.access.addresses import own
from tests.access.table import ROLES
M = {
'api:call':'open call by slug','api:application':'draft','api:application_answers':'draft','api:application_submit':'draft','api:application_withdraw':'draft',
'files:download':'file of sent','notifications:message':'letter','notifications:queue':'letter','notifications:retry':'letter','notifications:cancel':'letter','notifications:mark_sent':'letter','notifications:whatsapp':'letter','notifications:letter':'letter',
'accounts:person':'person','accounts:give':'person','accounts:end':'person','conflicts:confirm':'interest','conflicts:dismiss':'interest','conflicts:identify':'unnamed interest',
'programmes:check':'open call by slug','programmes:desk_call':'call','programmes:prepare':'prepared call','programmes:edit_dates':'prepared call','programmes:edit_text':'prepared call','programmes:edit_part':'part of prepared call','programmes:propose':'prepared call','programmes:approve':'proposed call','programmes:send_back':'proposed call','programmes:cancel':'prepared call','programmes:archive':'judged call',
'applications:start':'open call by slug','applications:file':'draft','applications:step':'step of draft','applications:choose':'step of draft','applications:field':'field of draft','applications:documents':'draft','applications:remove':'document of draft','applications:review':'draft','applications:submit':'draft','applications:receipt':'in review','applications:corrections':'returned','applications:withdraw':'draft','applications:team':'draft',
'applications:call_list':'call','applications:desk_file':'in review','applications:desk_sensitive':'in review','applications:desk_take':'received','applications:desk_confirm_eligible':'received','applications:desk_find_ineligible':'received','applications:desk_return_for_correction':'received','applications:desk_reopen_screening':'eligible','applications:desk_send_to_review':'eligible','applications:desk_decide':'in review','applications:desk_promote':'waiting','applications:desk_decline':'waiting',
'reviews:links':'round','reviews:round_scores':'round','reviews:file':'file of juror','reviews:report_link':'file of juror','reviews:document':'document of juror','reviews:call_jury':'call','reviews:open_round':'call','reviews:extend':'round at desk','reviews:propose':'round at desk','reviews:call_decisions':'call','reviews:apply_ranking':'call','reviews:publish':'call','reviews:recuse':'review','reviews:reopen':'confirmed review',
'cohorts:accept':'offered','cohorts:refuse':'offered','cohorts:agreement':'unsigned startup','cohorts:plan':'call without cohort','cohorts:detail':'cohort','cohorts:place':'place','cohorts:record_scan':'place without agreement','cohorts:act':'pause of place',
'milestones:list':'startup','milestones:detail':'milestone of startup','milestones:submit':'milestone of startup','milestones:desk_detail':'milestone','milestones:approve':'milestone','milestones:return':'milestone','milestones:waive':'open milestone','milestones:begin_all':'cohort','milestones:begin':'signed place',
'reporting:list':'startup','reporting:detail':'report of startup','reporting:submit':'open report of startup','reporting:desk_detail':'report','reporting:accept':'report','reporting:return':'report','reporting:periods':'cohort','reporting:open':'planned period',
'mentorship:startup':'startup','mentorship:session':'session','mentorship:amend':'session','mentorship:founder':'startup','mentorship:action_done':'action','mentorship:confirm_match':'proposed match','mentorship:end_match':'match','mentorship:move_mentor':"mentor's pause",'mentorship:desk_session':'session',
'funding:grant':'startup','funding:expenses':'startup','funding:add_expense':'startup','funding:request':'second tranche of startup','funding:requested':'first tranche of startup','funding:confirm_reception':'first tranche of startup','funding:payment':'charge','funding:by_card':'charge','funding:another_way':'charge','funding:declare':'charge','funding:receipt':'paid charge','funding:tranche':'tranche','funding:tranche_act':'check of tranche','funding:decide_expense':'expense','funding:propose_award':'bare place','funding:award':'award','funding:set_payee':'award','funding:award_act':'approval of award','funding:charge':'charge','funding:charge_act':'confirmation of charge',
'portal:directory_startup':'published startup','portal:directory_startup_en':'published startup','portal:startup':'startup','portal:profile':'startup','portal:publish':'startup','portal:withdraw':'startup','portal:desk_startup':'startup','portal:desk_publish':'published startup','portal:desk_hide':'published startup',
'cms:short':'open call','cms:c/<str:reference>':'open call','cms:opening':'open call by slug','cms:opening_en':'open call by slug','cms:publish':'approved call','cms:call_page':'prepared call','cms:edit_form':'prepared call','cms:form_preview':'prepared call','cms:publish_form':'prepared call',
}
EXTRA={'funding:tranche_act':['signature of tranche'],'funding:award_act':['closing of award'],'files:download':['file of draft','receipt file','proof of payment']}
def test_d(world):
    t=time.time(); n=0; out=[]
    for name in own():
        for args in [M.get(name,'nothing')]+EXTRA.get(name,[]):
            try: url=address(world,name,args)
            except Exception as e: out.append(f'!! {name} {e!r}'); continue
            line=[]
            for m in ('GET','POST'):
                g=defaultdict(list)
                for r in ROLES:
                    try: a=ask(world,r,m,url); g[a.cell].append(r)
                    except Exception as e: g['EXC '+repr(e)[:100]].append(r)
                    n+=1
                big=max(g,key=lambda k:len(g[k]))
                line.append(m+' '+'; '.join(f"{k}: {' '.join(v) if k!=big else '*'}" for k,v in g.items()))
            out.append(f'{name} [{args}]\n    '+'\n    '.join(line))
    open('/tmp/disc.txt','w').write('\n'.join(out)); print(n, time.time()-t)
