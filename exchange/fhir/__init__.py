"""Cards and answers as FHIR R4B: a Questionnaire a card, a QuestionnaireResponse a triaged patient.

Documents are made as plain values and judged by the models of `fhir.resources` before they are handed out; that library
is loaded by the first one asked for.
"""

from exchange.fhir.naming import Naming
from exchange.fhir.questionnaire import questionnaire
from exchange.fhir.resources import bundle, checked
from exchange.fhir.response import Answered, response

__all__ = ["Answered", "Naming", "bundle", "checked", "questionnaire", "response"]
