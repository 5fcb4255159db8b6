"""Accounts: who is signed in, with which roles, on which tablet."""

from dispatch.accounts.devices import Reporter, acting_account
from dispatch.accounts.guards import confirm_password, reporter, require, require_role, signed_in, viewer_of_websocket
from dispatch.accounts.people import (
    create_account,
    find_colleague,
    get_colleague,
    list_accounts,
    list_present,
    set_password,
)
from dispatch.accounts.routes import PUBLIC, router
from dispatch.accounts.viewer import RoleGrant, Viewer

__all__ = [
    "PUBLIC",
    "Reporter",
    "RoleGrant",
    "Viewer",
    "acting_account",
    "confirm_password",
    "create_account",
    "find_colleague",
    "get_colleague",
    "list_accounts",
    "list_present",
    "reporter",
    "require",
    "require_role",
    "router",
    "set_password",
    "signed_in",
    "viewer_of_websocket",
]
