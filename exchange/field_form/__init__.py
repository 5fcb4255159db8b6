"""What a TRC crew records on scene, as an XLSForm for ODK Collect, KoboCollect and their like."""

from exchange.field_form.form import Form, field_form
from exchange.field_form.workbook import form_workbook

__all__ = ["Form", "field_form", "form_workbook"]
