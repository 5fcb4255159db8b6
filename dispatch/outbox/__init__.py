"""Messages to the world outside: delivered after the commit, retried, and never a reason for a dispatch to wait."""

from dispatch.outbox.channels import Channel, DeliveryFailed, LocalSink, Outgoing
from dispatch.outbox.courier import Courier
from dispatch.outbox.endpoints import router
from dispatch.outbox.table import CourierState

__all__ = ["Channel", "Courier", "CourierState", "DeliveryFailed", "LocalSink", "Outgoing", "router"]
