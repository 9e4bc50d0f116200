using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditBridge.Abstractions.Values;

/// <summary>What a credit limit can be. Systems disagree about what 0 and blank mean, so a limit is never a bare number.</summary>
public enum CreditLimitKind
{
    /// <summary>Nobody has set a limit; nothing follows from it. This is the default.</summary>
    NotSet = 0,

    /// <summary>No credit is granted: every order must be paid in advance.</summary>
    None,

    /// <summary>Credit without a ceiling.</summary>
    Unlimited,

    /// <summary>Credit up to an amount greater than zero.</summary>
    Amount,
}

/// <summary>
/// A credit limit: not set, none, unlimited, or an amount. Zero and negative amounts cannot be built: the mapping that reads a limit declares what they mean.
/// JSON shape: <c>"NotSet"</c>, <c>"None"</c>, <c>"Unlimited"</c> or an amount such as <c>"50000 EUR"</c>.
/// </summary>
[JsonConverter(typeof(JsonText))]
public readonly record struct CreditLimit
{
    private readonly Money _amount;

    private CreditLimit(CreditLimitKind kind, Money amount = default)
    {
        Kind = kind;
        _amount = amount;
    }

    /// <summary>Which of the four meanings this limit has.</summary>
    public CreditLimitKind Kind { get; }

    /// <summary>Nobody has set a limit.</summary>
    public static CreditLimit NotSet => default;

    /// <summary>No credit is granted.</summary>
    public static CreditLimit None { get; } = new(CreditLimitKind.None);

    /// <summary>Credit without a ceiling.</summary>
    public static CreditLimit Unlimited { get; } = new(CreditLimitKind.Unlimited);

    /// <summary>Credit up to an amount.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is zero or negative: say what that means instead (<see cref="None"/>, <see cref="NotSet"/> or <see cref="Unlimited"/>).</exception>
    public static CreditLimit Of(Money amount) => amount.Amount > 0m
        ? new CreditLimit(CreditLimitKind.Amount, amount)
        : throw new ArgumentOutOfRangeException(nameof(amount), amount, "A credit limit is an amount above zero; declare whether zero means none, not set or unlimited.");

    /// <summary>The ceiling, when there is one.</summary>
    /// <returns>True and the amount when <see cref="Kind"/> is <see cref="CreditLimitKind.Amount"/>.</returns>
    public bool TryGetAmount(out Money amount)
    {
        amount = _amount;
        return Kind == CreditLimitKind.Amount;
    }

    /// <summary>One value out of the four meanings; the compiler makes sure that none is forgotten.</summary>
    public T Match<T>(Func<T> notSet, Func<T> none, Func<T> unlimited, Func<Money, T> amount) => Kind switch
    {
        CreditLimitKind.None => none(),
        CreditLimitKind.Unlimited => unlimited(),
        CreditLimitKind.Amount => amount(_amount),
        _ => notSet(),
    };

    /// <summary>The limit for people: "not set", "no credit", "unlimited" or the amount.</summary>
    public string ToDisplay() => Match(() => "not set", () => "no credit", () => "unlimited", a => a.ToDisplay());

    /// <inheritdoc />
    public override string ToString() => Kind == CreditLimitKind.Amount ? _amount.ToString() : Kind.ToString();

    /// <summary>Reads and writes the JSON shape, which is the text shape.</summary>
    public sealed class JsonText : JsonConverter<CreditLimit>
    {
        /// <inheritdoc />
        public override CreditLimit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() switch
        {
            nameof(CreditLimitKind.NotSet) or null => NotSet,
            nameof(CreditLimitKind.None) => None,
            nameof(CreditLimitKind.Unlimited) => Unlimited,
            var amount => Of(Money.Parse(amount)),
        };

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, CreditLimit value, JsonSerializerOptions options)
        {
            if (value.TryGetAmount(out var amount))
                JsonSerializer.Serialize(writer, amount, options);
            else
                writer.WriteStringValue(value.Kind.ToString());
        }
    }
}
