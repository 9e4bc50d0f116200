using CreditBridge.Abstractions.Fields;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Sinks;
using CreditBridge.Core.Outbox;
using CreditBridge.Core.Plans;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Plans;

public sealed class PlanCheckTests
{
    private static readonly TargetRecord Target = new(RecordKind.Account, "001");
    private static readonly CreditField Score = CreditFields.Account.Score;
    private static readonly CreditField Band = CreditFields.Account.Band;

    private readonly Dictionary<CreditField, FieldValue> _shown = new() { [Score] = FieldValue.Number(60m) };
    private readonly Dictionary<CreditField, FieldValue> _waiting = new()
    {
        [Score] = FieldValue.Number(48m), [Band] = FieldValue.Text("Elevated"), [CreditFields.Account.DecisionId] = FieldValue.Text("d-2"),
    };

    private static PlannedRecord Planned => new(
        Target, "001", "Acme", WriteUrgency.Normal,
        [new PlannedField(Score, FieldValue.Number(60m), FieldValue.Number(48m), "because"), new PlannedField(Band, null, FieldValue.Text("Elevated"), "because")])
    {
        DecisionId = "d-2", DecisionHash = "h2",
    };

    private PlanFinding Compare(string? decision = "h2", OutboxState state = OutboxState.Pending, bool isWaiting = true) => PlanCheck.Compare(
        Planned, decision, isWaiting ? new OutboxEntry("crm", Target, "001", _waiting, WriteUrgency.Normal, 7) { State = state } : null,
        field => _shown.TryGetValue(field, out var value) ? value : null);

    [Fact]
    public void WhatWaitsAsPlanned_IsWritten()
    {
        var found = Compare();

        found.State.ShouldBe(PlanState.ToWrite);
        found.Entry!.Version.ShouldBe(7);
    }

    [Fact]
    public void WhatTheCrmShowsAsPlanned_WasWritten_WhateverWasDecidedSince()
    {
        (_shown[Score], _shown[Band]) = (FieldValue.Number(48m), FieldValue.Text("Elevated"));

        Compare("h3", isWaiting: false).State.ShouldBe(PlanState.Shown);
    }

    [Fact]
    public void AValueThatMayHaveArrived_IsWrittenAgain()
    {
        _shown[Score] = FieldValue.Number(48m);

        Compare().State.ShouldBe(PlanState.ToWrite);
    }

    [Fact]
    public void ARecordThatTheCrmRefused_IsNoMove() => Compare(state: OutboxState.Parked).State.ShouldBe(PlanState.Refused);

    [Fact]
    public void AnotherValue_AnotherField_AnotherShownValue_AnotherDecision_OrNothingToWrite_Moves()
    {
        Moved(() => _waiting[Score] = FieldValue.Number(47m)).ShouldContain("'47' now; planned was '48'");
        Moved(() => _waiting[CreditFields.Account.Hold] = FieldValue.Flag(true)).ShouldContain("more is to be written now: CreditHold");
        Moved(() => _waiting.Remove(Band)).ShouldContain("RiskBand is not to be written any more");
        Moved(() => _shown[Score] = FieldValue.Number(59m)).ShouldContain("shows '59' now; when planned it was '60'");
        Moved(() => _shown[Band] = FieldValue.Text("High")).ShouldContain("when planned it was not known");
        Compare("h3").Why!.ShouldContain("decision d-2 has been replaced");
        Compare(isWaiting: false).Why!.ShouldContain("not to be written any more");
    }

    private string Moved(Action change)
    {
        var (shown, waiting) = (_shown.ToList(), _waiting.ToList());
        change();
        var found = Compare();
        _shown.Clear();
        shown.ForEach(s => _shown.Add(s.Key, s.Value));
        _waiting.Clear();
        waiting.ForEach(w => _waiting.Add(w.Key, w.Value));
        found.State.ShouldBe(PlanState.Moved);
        return found.Why!;
    }
}
