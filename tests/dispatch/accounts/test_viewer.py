from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dispatch.accounts.viewer import RoleGrant, Viewer
from dispatch.domain.words import Role

PSC, PRACTICE = "tanjungpinang", "tanjungpinang-latihan"


def viewer(*grants: tuple[str, Role, str], unit_id: str | None = None) -> Viewer:
    return Viewer(
        account_id="a1",
        name="Ani",
        roles=frozenset(RoleGrant(*grant) for grant in grants),
        grade=None,
        language="id",
        session_id="s1",
        unit_id=unit_id,
    )


def test_a_role_in_practice_is_none_in_the_real_psc() -> None:
    ani = viewer((PRACTICE, Role.OPERATOR, PRACTICE))
    assert ani.has_role(PRACTICE, Role.OPERATOR)
    assert not ani.has_role(PSC, Role.OPERATOR)
    assert not ani.has_role(PSC)
    assert ani.psc_keys == {PRACTICE}


def test_a_scoped_role_reaches_its_part_alone() -> None:
    ani = viewer((PSC, Role.COORDINATOR, "pkm-sei-jang"), (PSC, Role.HOSPITAL, "rsud"))
    assert ani.covers(PSC, Role.COORDINATOR, "pkm-sei-jang")
    assert not ani.covers(PSC, Role.COORDINATOR, "pkm-batu-10")
    assert not ani.covers(PSC, Role.COORDINATOR, "rsud")
    assert ani.scopes(PSC, Role.HOSPITAL) == {"rsud"}


def test_a_role_for_the_whole_psc_reaches_every_part() -> None:
    assert viewer((PSC, Role.CREW, PSC)).covers(PSC, Role.CREW, "psc-1")


def test_crew_acts_for_the_unit_it_chose_and_no_other() -> None:
    ani = viewer((PSC, Role.CREW, PSC), unit_id="psc-1")
    assert ani.covers(PSC, Role.CREW, "psc-1")
    assert not ani.covers(PSC, Role.CREW, "trc-kota")
    assert ani.crew_units(PSC) == {"psc-1"}
    assert ani.crew_units(PRACTICE) == frozenset()


def test_crew_that_chose_no_unit_is_crew_of_those_its_roles_name() -> None:
    assert viewer((PSC, Role.CREW, PSC), (PSC, Role.CREW, "trc-kota")).crew_units(PSC) == {"trc-kota"}


def test_a_sign_in_covers_what_happened_after_it() -> None:
    ani = viewer()
    assert ani.was_signed_in(datetime(2026, 1, 1, tzinfo=UTC))


grants = st.builds(
    RoleGrant, psc=st.sampled_from((PSC, PRACTICE)), role=st.sampled_from(Role), scope=st.sampled_from((PSC, "x", "y"))
)


@given(st.frozensets(grants), st.sampled_from((PSC, PRACTICE)), st.sampled_from(Role), st.sampled_from(("x", "y")))
def test_nobody_reaches_a_part_without_the_role(roles: frozenset[RoleGrant], psc: str, role: Role, part: str) -> None:
    someone = Viewer("a1", "Ani", roles, None, "id", "s1")
    if someone.covers(psc, role, part):
        assert someone.has_role(psc, role)
        assert someone.scopes(psc, role) & {psc, part}
