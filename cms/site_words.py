"""The neutral words of a new site, in both languages. Editors change them in the CMS."""

from typing import Any

PAGES: list[dict[str, Any]] = [
    {
        "key": "centre",
        "title": {"fr": "Le centre", "en": "The centre"},
        "lead": {
            "fr": "Un lieu ouvert pour transformer une idée numérique en entreprise.",
            "en": "An open place to turn a digital idea into a company.",
        },
        "body": {
            "fr": "<h2>Ce que nous faisons</h2><p>Le centre lance des appels à candidatures, choisit des équipes avec "
            "un jury, les accompagne pendant plusieurs mois et suit leurs résultats après leur départ.</p>"
            "<h2>Venir nous voir</h2><p>Le centre reçoit sans rendez-vous aux heures indiquées ci-dessous.</p>",
            "en": "<h2>What we do</h2><p>The centre publishes calls for applications, chooses teams with a jury, "
            "supports them for several months and follows their results after they leave.</p>"
            "<h2>Come and see us</h2><p>The centre receives visitors without appointment at the hours below.</p>",
        },
        "contact": True,
    },
    {
        "key": "help",
        "title": {"fr": "Aide", "en": "Help"},
        "lead": {
            "fr": "Candidater, envoyer ses pièces, suivre son dossier : les réponses aux questions courantes.",
            "en": "Applying, sending documents, following a file: answers to common questions.",
        },
        "body": {
            "fr": "<h2>Combien de temps faut-il ?</h2><p>Environ deux heures, en plusieurs fois. Votre brouillon est "
            "enregistré à chaque étape.</p><h2>Je n’ai pas d’ordinateur</h2><p>Un téléphone suffit. Dans les communes "
            "participantes, un agent peut saisir le dossier avec vous.</p><h2>Faut-il payer ?</h2><p>Non. La candidature "
            "et l’incubation sont gratuites. Personne n’a le droit de vous demander de l’argent.</p>",
            "en": "<h2>How long does it take?</h2><p>About two hours, in several goes. Your draft is saved at each "
            "step.</p><h2>I have no computer</h2><p>A phone is enough. In participating municipalities, an agent can "
            "enter the file with you.</p><h2>Do I have to pay?</h2><p>No. Applying and incubation are free of charge. "
            "Nobody may ask you for money.</p>",
        },
        "contact": True,
    },
    {
        "key": "contact",
        "title": {"fr": "Contact", "en": "Contact"},
        "lead": {
            "fr": "Une question ? Appelez, écrivez ou passez nous voir.",
            "en": "A question? Call, write or come and see us.",
        },
        "body": {"fr": "", "en": ""},
        "contact": True,
    },
    {
        "key": "complaint",
        "title": {"fr": "Faire une réclamation", "en": "Make a complaint"},
        "lead": {
            "fr": "Dites-nous ce qui ne va pas. Une personne qui n’a pas traité votre dossier vous répond.",
            "en": "Tell us what went wrong. Somebody who did not handle your file answers you.",
        },
        "body": {
            "fr": "<p>Écrivez ou téléphonez au centre en donnant la référence de votre dossier si vous en avez une. "
            "Vous recevez un accusé de réception, puis une réponse motivée.</p>",
            "en": "<p>Write to or telephone the centre and give the reference of your file if you have one. You receive "
            "an acknowledgement, then an answer with its reasons.</p>",
        },
        "contact": True,
    },
    {
        "key": "privacy",
        "title": {"fr": "Vos données", "en": "Your data"},
        "lead": {
            "fr": "Ce que le centre garde, pourquoi, pendant combien de temps, et vos droits.",
            "en": "What the centre keeps, why, for how long, and your rights.",
        },
        "body": {
            "fr": "<p>Les informations demandées servent à étudier votre candidature, à vous accompagner et à produire "
            "des statistiques sans noms. Vous pouvez à tout moment les consulter, les corriger, les emporter ou demander "
            "leur effacement depuis votre compte ou auprès du centre.</p>",
            "en": "<p>The information requested is used to examine your application, to support you and to produce "
            "statistics without names. At any time you can consult it, correct it, take it away or ask for its erasure "
            "from your account or at the centre.</p>",
        },
        "contact": False,
    },
]
HELP_ROLES: list[dict[str, Any]] = [
    {
        "slug": {"fr": "jury", "en": "jury"},
        "title": {"fr": "Guide du jury", "en": "Guide for the jury"},
        "body": {
            "fr": "<p>Déclarez d’abord vos liens. Lisez ensuite chaque dossier critère par critère, notez de 0 à 5 et "
            "écrivez une phrase par note. Vos notes restent modifiables jusqu’à la fin de la session.</p>",
            "en": "<p>First declare your interests. Then read each file criterion by criterion, score from 0 to 5 and "
            "write a sentence for each score. You can change your scores until the round closes.</p>",
        },
    },
    {
        "slug": {"fr": "agent", "en": "agent"},
        "title": {"fr": "Guide de l’agent de mairie", "en": "Guide for town-hall agents"},
        "body": {
            "fr": "<p>Vous saisissez ce que la personne dit, sans l’orienter. Elle relit et confirme elle-même. Ne gardez "
            "ni copie ni photo de ses pièces.</p>",
            "en": "<p>You type what the person says, without steering them. They read it again and confirm it "
            "themselves. Keep no copy and no picture of their documents.</p>",
        },
    },
]
HOME = {
    "title": {"fr": "Accueil", "en": "Home"},
    "sentence": {
        "fr": "Le centre accompagne gratuitement les jeunes entreprises numériques du Togo, de l’idée aux premiers clients.",
        "en": "The centre supports young digital companies in Togo free of charge, from the idea to the first customers.",
    },
}
CALLS = {
    "title": {"fr": "Appels", "en": "Calls"},
    "lead": {
        "fr": "Les appels à candidatures du centre : ouverts, à venir et passés.",
        "en": "The centre's calls for applications: open, planned and past.",
    },
}
NEWS = {
    "title": {"fr": "Actualités", "en": "News"},
    "lead": {
        "fr": "Ce qui se passe au centre et chez les start-up.",
        "en": "What happens at the centre and in the start-ups.",
    },
}
