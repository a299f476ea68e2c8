from apps.scheduler.leech import is_leech_alert


def test_the_eighth_lapse_and_every_fourth_after_it_is_an_alert():
    assert [lapses for lapses in range(22) if is_leech_alert(lapses)] == [8, 12, 16, 20]
