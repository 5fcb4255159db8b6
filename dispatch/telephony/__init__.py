"""Call legs at a provider: they ring here, and what an operator does with a call is told to the provider afterwards."""

from dispatch.telephony.provider import Leg, Provider, ProviderFailed
from dispatch.telephony.settings import TwilioSettings
from dispatch.telephony.telephony import Telephony, make_telephony
from dispatch.telephony.webhooks import router

__all__ = ["Leg", "Provider", "ProviderFailed", "Telephony", "TwilioSettings", "make_telephony", "router"]
