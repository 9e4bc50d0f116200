using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads the section "vetoes".</summary>
internal static class VetoSection
{
    public static IReadOnlyList<Veto> Read(SectionReader document, IReadOnlyList<Band> bands)
    {
        var vetoes = new List<Veto>();
        foreach (var section in document.Sections("vetoes"))
        {
            var name = section.RequiredText("name", "a name for people");
            if (name.Length > 0 && vetoes.Exists(v => string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase)))
                section.Error("name", $"'{name}' stands here twice; names have to differ.");
            section.Require("when", "the condition under which the veto applies");
            // Read from the file only: a veto decides the band, so it cannot ask for it.
            var when = section.Expression("when", InputStage.File, ExpressionType.Condition);
            var atBest = AtBest(section, bands);
            var words = ReasonReader.Read(section, InputStage.File);
            section.Close();
            if (when is not null)
                vetoes.Add(new Veto(name, when, atBest, words));
        }

        return vetoes;
    }

    private static Band? AtBest(SectionReader section, IReadOnlyList<Band> bands)
    {
        var noScore = section.Flag("no_score", false);
        if (section.Text("at_best") is not { } name)
        {
            if (!noScore)
                section.Require("at_best", "the best band that the veto leaves; or 'no_score: yes'");
            return null;
        }

        if (noScore)
            section.Error("no_score", "Without a score there is no band: either 'at_best' or 'no_score: yes' can stand here.");
        var band = bands.FirstOrDefault(b => b.Name == name);
        if (band is null && bands.Count > 0)
            section.Error("at_best", $"There is no band '{name}'.", Spelling.Nearest(name, bands.Select(b => b.Name)));
        return band;
    }
}
