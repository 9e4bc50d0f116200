using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Fields;

/// <summary>How a limit was written; with <see cref="LimitField"/> it decides what it means.</summary>
public enum LimitShape
{
    /// <summary>An amount above zero.</summary>
    Amount,

    /// <summary>Nothing was written.</summary>
    Null,

    /// <summary>Zero.</summary>
    Zero,

    /// <summary>A value that the mapping lists as unlimited.</summary>
    Unlimited,
}

/// <summary>
/// A credit limit with declared meaning. <c>zero:</c> and <c>null:</c> say what 0 and an empty value mean (<c>none</c>: no credit, <c>not_set</c>: nobody decided,
/// <c>unlimited</c>); both must be declared, because systems disagree and a wrong guess grants or stops credit for every such customer at once.
/// <c>unlimited: [999999999]</c> lists values that stand for "no ceiling".
/// </summary>
public sealed record LimitField(FieldOrigin Origin, CreditLimit Zero, CreditLimit Null, IReadOnlyList<string> UnlimitedTexts, IReadOnlyList<decimal> UnlimitedAmounts)
{
    private const string Why = "In one ERP 0 means no credit, in another unlimited, in a third that nobody has set a limit, and the same goes for an empty value: a wrong guess grants or stops credit for all of them at once, so it must be declared.";

    /// <summary>Reads the field's block.</summary>
    public static LimitField Read(FieldBlock fields, string name)
    {
        var origin = fields.BlockOrigin(name, false, FieldContent.Number, out var section);
        if (section is null)
            return new LimitField(origin, default, default, [], []);
        if (section.StrayText is { } column)
        {
            fields.Refuse(name, "It is not declared what zero and an empty value mean.", $"{Why} Write '{name}: {{column: {column}, zero: none, null: not_set}}' with none, not_set or unlimited.");
            return new LimitField(origin, default, default, [], []);
        }

        var zero = section.Choice<CreditLimitKind>("zero", Meanings, null, Why);
        var empty = section.Choice<CreditLimitKind>("null", Meanings, null, Why);
        var unlimited = section.List("unlimited") ?? [];
        var amounts = new List<decimal>();
        foreach (var text in unlimited)
        {
            if (!fields.Formats.TryNumber(text, out var amount, out _))
                continue;
            if (amount == 0)
                section.Refuse("unlimited", "0 is declared with 'zero:'.", "Write 'zero: unlimited' and take 0 out of the list.");
            amounts.Add(amount);
        }

        section.Close();
        return new LimitField(origin, LimitOf(zero), LimitOf(empty), unlimited, amounts);
    }

    /// <summary>The limit. An amount needs a currency.</summary>
    public CreditLimit Of(RowReading reading, CurrencyCode? currency) => Read(reading, currency).Limit;

    /// <summary>The limit and how it was written.</summary>
    public (CreditLimit Limit, LimitShape Shape) Read(RowReading reading, CurrencyCode? currency)
    {
        if (!Origin.IsMapped)
            return (CreditLimit.NotSet, LimitShape.Null);
        if (Origin.ValueOf(reading) is not { } value)
            return (Null, LimitShape.Null);
        if (UnlimitedTexts.Count > 0 && UnlimitedTexts.Contains(SourceValue.ToText(value)!, StringComparer.OrdinalIgnoreCase))
            return (CreditLimit.Unlimited, LimitShape.Unlimited);
        if (!reading.Formats.TryNumber(value, out var amount, out var reason))
            reading.Refuse(Origin, reason);
        else if (UnlimitedAmounts.Contains(amount))
            return (CreditLimit.Unlimited, LimitShape.Unlimited);
        else if (amount == 0)
            return (Zero, LimitShape.Zero);
        else if (amount < 0)
            reading.Refuse(Origin, $"A limit of {SourceValue.ToText(value)} is below zero; if it stands for something, list it under 'unlimited:' or 'empty:' ({Origin.Path}).");
        else if (currency is { } code)
            return (CreditLimit.Of(new Money(amount, code)), LimitShape.Amount);
        else
            reading.Refuse(Origin, $"The limit of {SourceValue.ToText(value)} has no currency; map the field 'currency', or 'limit_currency' when it is another.");
        return (CreditLimit.NotSet, LimitShape.Amount);
    }

    private static CreditLimit LimitOf(CreditLimitKind kind) => kind switch
    {
        CreditLimitKind.None => CreditLimit.None,
        CreditLimitKind.Unlimited => CreditLimit.Unlimited,
        _ => CreditLimit.NotSet,
    };

    private static readonly Dictionary<string, CreditLimitKind> Meanings = new()
    {
        ["none"] = CreditLimitKind.None,
        ["not_set"] = CreditLimitKind.NotSet,
        ["unlimited"] = CreditLimitKind.Unlimited,
    };
}
