using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Outbox;
using Shouldly;
using Xunit;
using Account = CreditBridge.Abstractions.Fields.CreditFields.Account;

namespace CreditBridge.UnitTests.Outbox;

public sealed class OutboxPlannerTests
{
    private static readonly TargetRecord Target = new(RecordKind.Account, "001");

    [Fact]
    public void A_record_never_written_gets_every_field_empty_ones_included()
    {
        var change = Plan([(Account.Score, FieldValue.Number(80)), (Account.HoldReason, FieldValue.Empty)], null);
        change.Entry!.Values.Keys.ShouldBe([Account.Score, Account.HoldReason], ignoreOrder: true);
    }

    [Fact]
    public void Nothing_changed_means_no_entry() =>
        Plan([(Account.Score, FieldValue.Number(80.0m))], Standing([(Account.Score, FieldValue.Number(80))])).ShouldBe(OutboxPlan.Keep);

    [Fact]
    public void Only_differences_are_sent()
    {
        var change = Plan(
            [(Account.Score, FieldValue.Number(80)), (Account.Band, FieldValue.Text("Low"))],
            Standing([(Account.Score, FieldValue.Number(70)), (Account.Band, FieldValue.Text("Low"))]));
        change.Entry!.Values.Keys.ShouldBe([Account.Score]);
    }

    [Fact]
    public void Accompanying_fields_never_cause_a_write_but_go_along_with_one()
    {
        var when = FieldValue.Instant(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var standing = Standing([(Account.Score, FieldValue.Number(80)), (Account.CheckedAt, FieldValue.Empty)]);
        Plan([(Account.Score, FieldValue.Number(80)), (Account.CheckedAt, when)], standing).ShouldBe(OutboxPlan.Keep);
        Plan([(Account.Score, FieldValue.Number(81)), (Account.CheckedAt, when)], standing).Entry!.Values.Keys.ShouldBe([Account.Score, Account.CheckedAt], ignoreOrder: true);
    }

    [Fact]
    public void A_field_that_is_not_accepted_is_not_queued() =>
        OutboxPlanner.Plan("crm", Write([(Account.Score, FieldValue.Number(1))]), null, _ => false).ShouldBe(OutboxPlan.Keep);

    [Fact]
    public void A_waiting_entry_that_is_no_longer_needed_is_taken_away()
    {
        var change = Plan([(Account.Score, FieldValue.Number(80))], Standing([(Account.Score, FieldValue.Number(80))], Entry([(Account.Score, FieldValue.Number(70))], attempts: 0)));
        change.ShouldBe(OutboxPlan.TakeAway);
    }

    [Fact]
    public void A_value_that_may_be_under_way_is_overwritten_although_the_crm_last_acknowledged_the_wanted_one()
    {
        // 70 was handed over and nobody knows whether it arrived; back to 80 must be sent, or the CRM may show 70 for ever.
        var change = Plan([(Account.Score, FieldValue.Number(80))], Standing([(Account.Score, FieldValue.Number(80))], Entry([(Account.Score, FieldValue.Number(70))], attempts: 1)));
        change.Entry!.Values[Account.Score].ShouldBe(FieldValue.Number(80));
    }

    [Fact]
    public void An_entry_that_already_says_so_is_left_alone() =>
        Plan([(Account.Score, FieldValue.Number(80))], Standing([], Entry([(Account.Score, FieldValue.Number(80))], attempts: 1))).ShouldBe(OutboxPlan.Keep);

    [Fact]
    public void A_hold_overtakes_everything()
    {
        Plan([(Account.Hold, FieldValue.Flag(true))], null).Entry!.Priority.ShouldBe(WriteUrgency.Hold);
        Plan([(Account.Score, FieldValue.Number(1))], null).Entry!.Priority.ShouldBe(WriteUrgency.Normal);
    }

    [Fact]
    public void A_new_record_that_is_not_on_hold_is_no_urgent_news()
    {
        // Otherwise a first load of a hundred thousand accounts would be a hundred thousand urgent writes.
        (CreditField, FieldValue)[] free = [(Account.Hold, FieldValue.Flag(false))];
        Plan(free, null).Entry!.Priority.ShouldBe(WriteUrgency.Normal);
        Plan(free, Standing([(Account.Score, FieldValue.Number(1))])).Entry!.Priority.ShouldBe(WriteUrgency.Normal);
    }

    [Fact]
    public void A_hold_is_released_urgently_where_it_shows_or_may_show()
    {
        (CreditField, FieldValue)[] free = [(Account.Hold, FieldValue.Flag(false))];
        (CreditField, FieldValue)[] held = [(Account.Hold, FieldValue.Flag(true))];
        Plan(free, Standing(held)).Entry!.Priority.ShouldBe(WriteUrgency.Hold);
        Plan(free, Standing([], Entry(held, attempts: 1))).Entry!.Priority.ShouldBe(WriteUrgency.Hold);
        Plan(free, Standing([], Entry(held, attempts: 0))).Entry!.Priority.ShouldBe(WriteUrgency.Normal);
    }

    private static OutboxPlan Plan((CreditField, FieldValue)[] desired, RecordStanding? standing) =>
        OutboxPlanner.Plan("crm", Write(desired), standing, _ => true);

    private static FieldWrite Write((CreditField Field, FieldValue Value)[] values) => new(Target, values.ToDictionary(v => v.Field, v => v.Value));

    private static RecordStanding Standing((CreditField Field, FieldValue Value)[] acknowledged, OutboxEntry? entry = null) =>
        new(acknowledged.ToDictionary(v => v.Field, v => v.Value), entry);

    private static OutboxEntry Entry((CreditField Field, FieldValue Value)[] values, int attempts) =>
        new("crm", Target, "001", values.ToDictionary(v => v.Field, v => v.Value), WriteUrgency.Normal, 1) { Attempts = attempts };
}
