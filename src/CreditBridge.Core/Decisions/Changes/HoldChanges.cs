namespace CreditBridge.Core.Decisions.Changes;

/// <summary>Says which rules set or release a hold.</summary>
internal static class HoldChanges
{
    public static string Of(CreditDecision? before, CreditDecision after)
    {
        var was = before?.HoldReasons ?? [];
        return ChangeReasons.Joined(
        [
            .. after.HoldReasons.Where(r => !was.Any(w => w.Rule == r.Rule && w.Reason == r.Reason)).Select(r =>
                $"{(r.IsManual ? "ordered by a person" : $"rule '{r.Rule}'")}: {r.Reason}"),
            .. was.Where(w => after.HoldReasons.All(r => r.Rule != w.Rule)).Select(w =>
                after.LiftedHolds.FirstOrDefault(l => l.Rule == w.Rule) is { } lifted ? $"'{w.Rule}' is lifted by '{lifted.LiftedBy}': {lifted.Why}" : $"rule '{w.Rule}' no longer applies"),
            .. before is null && after.HoldReasons.Count == 0 ? ["no rule applies"] : Array.Empty<string>(),
        ]);
    }
}
