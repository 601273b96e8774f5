"""Every write of a creator's own things: one function per verb."""

from creators.operations.addresses import (
    AddressData,
    add_address,
    check_address,
    open_address,
    remove_address,
    set_default_address,
    update_address,
)
from creators.operations.capacity import (
    close_application_slot,
    close_application_slots,
    grant_credit,
    lose_credit,
    open_application_slot,
    return_credit,
    take_credit,
)
from creators.operations.channels import add_channel, remove_channel, set_main_channel, update_channel
from creators.operations.profile import (
    close_creator,
    create_creator,
    finish_onboarding,
    join_as_creator,
    pause_creator,
    resume_creator,
    unverify_creator,
    update_profile,
    verify_creator,
)
from creators.operations.verifying import (
    has_verified_phone,
    unverify_channel,
    unverify_phone,
    verify_channel,
    verify_phone,
)

__all__ = [
    "AddressData",
    "add_address",
    "add_channel",
    "check_address",
    "close_application_slot",
    "close_application_slots",
    "close_creator",
    "create_creator",
    "finish_onboarding",
    "grant_credit",
    "has_verified_phone",
    "join_as_creator",
    "lose_credit",
    "open_address",
    "open_application_slot",
    "pause_creator",
    "remove_address",
    "remove_channel",
    "resume_creator",
    "return_credit",
    "set_default_address",
    "set_main_channel",
    "take_credit",
    "unverify_channel",
    "unverify_creator",
    "unverify_phone",
    "update_address",
    "update_channel",
    "update_profile",
    "verify_channel",
    "verify_creator",
    "verify_phone",
]
