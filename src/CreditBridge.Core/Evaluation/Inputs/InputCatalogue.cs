using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace CreditBridge.Core.Evaluation.Inputs;

/// <summary>Every input that a policy may use. To add one, add it to the group it belongs to; nothing else has to know.</summary>
public static class InputCatalogue
{
    private static readonly FrozenDictionary<string, CreditInput> ByName;

    static InputCatalogue()
    {
        CreditInput[] all =
        [
            .. From(InputSource.Receivables, ReceivableInputs.All),
            .. From(InputSource.Receivables, AgingInputs.All),
            .. From(InputSource.Payments, PaymentInputs.All),
            .. From(InputSource.Sales, SalesInputs.All),
            .. From(InputSource.Orders, OrderInputs.All),
            .. From(InputSource.Insurance, SecurityInputs.All),
            .. From(InputSource.Receivables, ExposureInputs.All),
            .. From(InputSource.Group, GroupInputs.All),
            .. CustomerInputs.All,
            .. From(InputSource.Bureau, BureauInputs.All),
            .. From(InputSource.Statements, StatementInputs.All),
            .. From(InputSource.Signals, SignalInputs.All),
            .. From(InputSource.Results, ResultInputs.All),
        ];
        All = [.. all.Select((input, index) => input with { Index = index })];
        ByName = All.ToFrozenDictionary(i => i.Name, StringComparer.Ordinal);
    }

    /// <summary>All inputs, group by group.</summary>
    public static IReadOnlyList<CreditInput> All { get; }

    /// <summary>The input of a name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out CreditInput? input) => ByName.TryGetValue(name, out input);

    /// <summary>An input that the evaluation itself needs.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name: a mistake in the program.</exception>
    internal static CreditInput Named(string name) => ByName.TryGetValue(name, out var input) ? input : throw new InvalidOperationException($"The catalogue has no input '{name}'.");

    private static IEnumerable<CreditInput> From(InputSource source, CreditInput[] inputs) => inputs.Select(i => i with { Source = source });
}
