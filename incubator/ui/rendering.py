"""Django's form renderer, so that `{{ form }}` and `{{ form.field.as_field_group }}` look like the rest."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draw whole forms and field groups with the design system's own templates."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
