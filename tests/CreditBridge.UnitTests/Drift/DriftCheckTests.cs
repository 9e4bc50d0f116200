using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Drift;
using Shouldly;
using Xunit;
using static CreditBridge.Abstractions.Fields.CreditFields.Account;

namespace CreditBridge.UnitTests.Drift;

public sealed class DriftCheckTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TargetRecord Target = new(RecordKind.Account, "a");
    private static readonly DriftRules Reassert = new(DriftPolicy.Default, (_, ours, theirs) => ours == theirs);
    private static readonly DriftRules Respect = Reassert with { Policy = new DriftPolicy(DriftMode.Respect, new HashSet<CreditField>()) };

    private static Dictionary<CreditField, FieldValue> Of(decimal score, string? decision = null)
    {
        var values = new Dictionary<CreditField, FieldValue> { [Score] = FieldValue.Number(score) };
        if (decision is not null)
            values[DecisionId] = FieldValue.Text(decision);
        return values;
    }

    private static ShownRecord Shows(decimal score, int seconds = 60) => new("a", Of(score)) { ChangedAt = Noon.AddSeconds(seconds), ChangedBy = "kim" };

    private static WatchedRecord Wrote(decimal score) => new(Of(score), Noon);

    private static DriftFinding? Compare(ShownRecord shown, WatchedRecord known, DriftRules? rules = null, DateTimeOffset? now = null, params DriftedField[] earlier) =>
        DriftCheck.Compare(Target, shown, known, earlier.ToDictionary(f => f.Field), rules ?? Reassert, now ?? Noon.AddMinutes(2));

    [Fact]
    public void What_was_written_is_no_drift() => Compare(Shows(61), Wrote(61)).ShouldBeNull();

    [Fact]
    public void What_was_never_written_is_no_drift() => Compare(Shows(61), new WatchedRecord(new Dictionary<CreditField, FieldValue>(), Noon)).ShouldBeNull();

    [Fact]
    public void Another_value_is_reported_with_who_and_when_and_counts_as_acknowledged_so_that_ours_is_sent_again()
    {
        var finding = Compare(Shows(99), Wrote(61)).ShouldNotBeNull();
        finding.Learned.ShouldBe(Of(99));
        finding.New.ShouldBe(1);
        var field = finding.Fields.ShouldHaveSingleItem();
        (field.Ours, field.Theirs, field.State, field.ChangedBy, field.ChangedAt, field.Times).ShouldBe(
            (FieldValue.Number(61), FieldValue.Number(99), DriftState.Reasserted, "kim", Noon.AddSeconds(60), 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void A_record_read_before_our_write_or_changed_in_the_same_second_proves_nothing(int seconds) => Compare(Shows(99, seconds), Wrote(61)).ShouldBeNull();

    [Fact]
    public void A_record_that_was_asked_for_after_our_write_proves_it_whatever_its_stamp() =>
        Compare(Shows(99, seconds: 0) with { AskedAt = Noon.AddSeconds(1) }, Wrote(61)).ShouldNotBeNull().New.ShouldBe(1);

    [Fact]
    public void Without_the_moment_of_our_write_nothing_is_proven() => Compare(Shows(99), Wrote(61) with { KnownAt = null }).ShouldBeNull();

    [Fact]
    public void A_write_that_is_under_way_or_may_have_arrived_silences_the_comparison()
    {
        Compare(Shows(99), Wrote(61) with { IsUnderWay = true }).ShouldBeNull();
        Compare(Shows(99), Wrote(61) with { MayHaveArrived = true }).ShouldBeNull();
        Compare(Shows(99), Wrote(61) with { MayHaveArrived = true, PendingWasSent = true, Pending = Of(70) }).ShouldBeNull();
    }

    [Fact]
    public void Values_that_arrived_although_the_answer_was_lost_need_not_be_sent_again()
    {
        var lost = Wrote(61) with { MayHaveArrived = true, PendingWasSent = true, Pending = Of(70) };
        Compare(Shows(70), lost).ShouldNotBeNull().HasArrived.ShouldBeTrue();
        Compare(Shows(70), lost with { PendingWasSent = false }).ShouldBeNull("these values were never handed over");
        Compare(Shows(70), lost with { IsUnderWay = true }).ShouldBeNull();
    }

    [Fact]
    public void Where_not_all_values_can_be_read_the_new_decision_proves_that_they_arrived()
    {
        var pending = Of(70, "d2");
        pending[Message] = FieldValue.Text("not read back");
        var lost = new WatchedRecord(Of(61, "d1"), Noon) { MayHaveArrived = true, PendingWasSent = true, Pending = pending };
        Compare(new ShownRecord("a", Of(70, "d2")), lost).ShouldNotBeNull().HasArrived.ShouldBeTrue();
        Compare(new ShownRecord("a", Of(70, "d1")), lost).ShouldBeNull();
        Compare(new ShownRecord("a", Of(70, "d2")), lost with { Acknowledged = Of(61, "d2") }).ShouldBeNull("the mark may be that of an earlier write");
    }

    [Fact]
    public void Fields_that_accompany_others_do_not_drift() =>
        Compare(new ShownRecord("a", Of(61, "typed over")) { ChangedAt = Noon.AddMinutes(1) }, new WatchedRecord(Of(61, "d1"), Noon)).ShouldBeNull();

    [Fact]
    public void Respected_the_value_stays_and_is_reported_once()
    {
        var first = Compare(Shows(99), Wrote(61), Respect).ShouldNotBeNull();
        first.Learned.ShouldBeEmpty();
        first.Fields.ShouldHaveSingleItem().State.ShouldBe(DriftState.Respected);
        Compare(Shows(99), Wrote(61), Respect, earlier: first.Fields[0]).ShouldBeNull();
        Compare(Shows(98), Wrote(61), Respect, earlier: first.Fields[0]).ShouldNotBeNull().New.ShouldBe(1);
        Compare(Shows(99), Wrote(61) with { Pending = Of(70) }, Respect).ShouldBeNull("it is written over anyway");
    }

    [Fact]
    public void Exceptions_turn_the_policy_round()
    {
        var field = new HashSet<CreditField> { Score };
        new DriftPolicy(DriftMode.Reassert, field).ModeOf(Score).ShouldBe(DriftMode.Respect);
        new DriftPolicy(DriftMode.Respect, field).ModeOf(Score).ShouldBe(DriftMode.Reassert);
        new DriftPolicy(DriftMode.Reassert, field).ModeOf(Hold).ShouldBe(DriftMode.Reassert);
    }

    [Fact]
    public void It_lasts_until_the_record_shows_our_value_again()
    {
        var drift = Compare(Shows(99), Wrote(61))!.Fields[0];
        Compare(Shows(99), new WatchedRecord(Of(99), Noon.AddSeconds(60)), earlier: drift).ShouldBeNull("ours has not been written yet");
        var ended = Compare(Shows(61, 90), new WatchedRecord(Of(61), Noon.AddSeconds(90)), earlier: drift).ShouldNotBeNull();
        ended.Fields.ShouldHaveSingleItem().EndedAt.ShouldNotBeNull();
        ended.New.ShouldBe(0);
    }

    [Fact]
    public void Somebody_who_puts_our_value_back_before_we_do_saves_the_write()
    {
        var drift = Compare(Shows(99), Wrote(61))!.Fields[0];
        var back = Compare(Shows(61, 90), new WatchedRecord(Of(99), Noon.AddSeconds(60)), earlier: drift).ShouldNotBeNull();
        back.Learned.ShouldBe(Of(61));
        back.New.ShouldBe(0);
        back.Fields.ShouldHaveSingleItem().EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public void A_second_edit_before_our_write_is_one_drift_and_keeps_what_was_ours()
    {
        var drift = Compare(Shows(99), Wrote(61))!.Fields[0];
        var again = Compare(Shows(98, 90), new WatchedRecord(Of(99), Noon.AddSeconds(60)), earlier: drift).ShouldNotBeNull().Fields.ShouldHaveSingleItem();
        (again.Ours, again.Theirs, again.Times).ShouldBe((FieldValue.Number(61), FieldValue.Number(98), 1));
    }

    [Fact]
    public void A_war_is_given_up_after_three_rounds_within_a_day_and_taken_up_on_the_next()
    {
        DriftedField[] earlier = [];
        for (var round = 1; round <= 3; round++)
        {
            var finding = Compare(Shows(99, round * 100), Wrote(61) with { KnownAt = Noon.AddSeconds((round * 100) - 1) }, now: Noon.AddHours(round), earlier: earlier).ShouldNotBeNull();
            finding.Learned.ShouldNotBeEmpty($"round {round}");
            earlier = [finding.Fields[0] with { EndedAt = round == 2 ? Noon.AddHours(2) : null }];
        }

        var given = Compare(Shows(99, 400), Wrote(61), now: Noon.AddHours(4), earlier: earlier).ShouldNotBeNull();
        given.Learned.ShouldBeEmpty();
        given.Fields[0].State.ShouldBe(DriftState.GivenUp);
        given.Fields[0].InWords.ShouldContain("flow");
        Compare(Shows(99, 400), Wrote(61), now: Noon.AddHours(5), earlier: given.Fields[0]).ShouldBeNull();
        Compare(Shows(99, 400), Wrote(61), now: Noon.AddHours(26), earlier: given.Fields[0]).ShouldNotBeNull().Fields[0].Times.ShouldBe(1);
    }
}
