"""What may stand on the wall: every phase against every scene, and what is shown when the two do not fit."""

import itertools

import pytest

from survey.errors import SceneUnknown
from survey.hall.scenes import Choice, Phase, Place, Scene, Standing, fitting, on_the_wall

FITS = {
    Phase.DRAFT: "welcome how",
    Phase.OPEN: "welcome how turnout countdown",
    Phase.CLOSED: "seal paper keys",
    Phase.COUNTED: "seal confirmed",
    Phase.PUBLISHED: "seal confirmed result overview subject proof",
    Phase.VOID: "void",
}
"""By hand: the whole of what each phase may show. A countdown must be running, a seal and paper must exist."""
BY_ITSELF = {
    Phase.DRAFT: "how",
    Phase.OPEN: "turnout",
    Phase.CLOSED: "seal",
    Phase.COUNTED: "confirmed",
    Phase.PUBLISHED: "overview-1",
    Phase.VOID: "void",
}


def standing(phase: Phase, **facts: object) -> Standing:
    """`phase` with all there may be in it, but for `facts`."""
    slides = {"overviews": 1, "subjects": 3} if phase is Phase.PUBLISHED else {}
    known: dict[str, object] = {
        "is_sealed": True,
        "has_paper": True,
        "is_counting_down": phase is Phase.OPEN,
        **slides,
        **facts,
    }
    return Standing(phase, **known)  # type: ignore[arg-type]  # the fields of Standing, passed on


@pytest.mark.parametrize(("phase", "scene"), itertools.product(Phase, Scene), ids=str)
def test_a_scene_is_shown_in_its_phases_and_in_no_other(phase: Phase, scene: Scene) -> None:
    place = Place(scene, 1) if scene in (Scene.OVERVIEW, Scene.SUBJECT) else Place(scene)
    shown = on_the_wall(standing(phase), Choice(phase, place))
    assert (shown == place) is (scene in FITS[phase].split())
    assert shown.scene in FITS[phase].split()


@pytest.mark.parametrize("phase", Phase)
def test_a_wall_that_nobody_drives_follows_the_evening(phase: Phase) -> None:
    assert str(on_the_wall(standing(phase, is_counting_down=False), None)) == BY_ITSELF[phase]


@pytest.mark.parametrize(("before", "phase"), itertools.permutations(Phase, 2), ids=str)
def test_a_choice_ends_with_its_phase(before: Phase, phase: Phase) -> None:
    for place in fitting(standing(before)):
        shown = on_the_wall(standing(phase, is_counting_down=False), Choice(before, place))
        assert str(shown) == ("result" if phase is Phase.PUBLISHED else BY_ITSELF[phase])


def test_a_countdown_is_on_the_wall_at_once_and_only_while_it_runs() -> None:
    asked = Choice(Phase.OPEN, Place(Scene.COUNTDOWN))
    assert on_the_wall(standing(Phase.OPEN), None).scene is Scene.COUNTDOWN
    assert on_the_wall(standing(Phase.OPEN, is_counting_down=False), asked).scene is Scene.TURNOUT
    assert on_the_wall(standing(Phase.CLOSED, is_counting_down=True), asked).scene is Scene.SEAL


def test_paper_that_was_typed_in_has_no_seal_to_show() -> None:
    for phase in (Phase.CLOSED, Phase.COUNTED, Phase.PUBLISHED):
        assert Place(Scene.SEAL) not in fitting(standing(phase, is_sealed=False))
        assert on_the_wall(standing(phase, is_sealed=False), Choice(phase, Place(Scene.SEAL))).scene is not Scene.SEAL


def test_paper_is_entered_between_the_seal_and_the_keys_or_alone() -> None:
    assert " ".join(map(str, fitting(standing(Phase.CLOSED, has_paper=False)))) == "seal keys"
    assert " ".join(map(str, fitting(standing(Phase.CLOSED, is_sealed=False)))) == "paper"


@pytest.mark.parametrize(
    ("is_first", "order"),
    [
        (False, "result subject-1 subject-2 subject-3 overview-1 proof"),
        (True, "result overview-1 subject-1 subject-2 subject-3 proof"),
    ],
)
def test_the_reveal_has_its_overview_at_the_end_or_at_the_beginning(is_first: bool, order: str) -> None:
    places = fitting(standing(Phase.PUBLISHED, is_overview_first=is_first))
    assert " ".join(map(str, places[2:])) == order


@pytest.mark.parametrize("place", ["subject-4", "subject-0", "overview-2", "seal-1"])
def test_a_slide_that_does_not_exist_is_not_shown(place: str) -> None:
    asked = Choice(Phase.PUBLISHED, Place.read(place))
    assert str(on_the_wall(standing(Phase.PUBLISHED), asked)) == "result"


@pytest.mark.parametrize("text", ["welcome", "subject-12", "overview-1", "proof"])
def test_a_place_is_written_as_it_is_read(text: str) -> None:
    assert str(Place.read(text)) == text


def test_a_scene_of_several_slides_named_alone_is_its_first() -> None:
    assert Place.read(" subject ") == Place(Scene.SUBJECT, 1)


@pytest.mark.parametrize(
    "text", ["", "nothing", "Welcome", "subject-", "subject-x", "subject-²", "subject-1000", "a-1"]
)
def test_what_names_no_scene_is_refused(text: str) -> None:
    with pytest.raises(SceneUnknown):
        Place.read(text)
