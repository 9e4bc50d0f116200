namespace CreditBridge.Sandbox.Sample;

/// <summary>How a customer of the sample company pays.</summary>
public enum PayerCharacter
{
    /// <summary>On the day, give or take.</summary>
    Prompt,

    /// <summary>Always late, always by about the same.</summary>
    Slow,

    /// <summary>Was prompt a year ago; every month a little later.</summary>
    Deteriorating,

    /// <summary>Pays what it agrees with and contests the rest.</summary>
    Disputing,

    /// <summary>Late in winter, prompt in summer.</summary>
    Seasonal,

    /// <summary>First orders: nothing paid yet.</summary>
    New,

    /// <summary>Early, with a limit it hardly uses: room to grow.</summary>
    CreditPositive,
}

/// <summary>What a <see cref="PayerCharacter"/> means in days and amounts.</summary>
internal static class PayerCharacters
{
    /// <summary>Days between due date and payment for an invoice due <paramref name="daysAgo"/> days before today.</summary>
    public static int DaysLate(this PayerCharacter character, DateOnly due, int daysAgo, Random random) => character switch
    {
        PayerCharacter.Prompt => random.Next(-2, 4),
        PayerCharacter.Slow => random.Next(12, 31),
        PayerCharacter.Deteriorating => Math.Max(0, 48 - daysAgo / 8) + random.Next(0, 6),
        PayerCharacter.Disputing => random.Next(0, 9),
        PayerCharacter.Seasonal => due.Month is 11 or 12 or 1 or 2 or 3 ? random.Next(18, 36) : random.Next(-1, 5),
        PayerCharacter.CreditPositive => random.Next(-12, 1),
        _ => 0,
    };

    /// <summary>The share of its limit that such a customer uses.</summary>
    public static decimal Utilisation(this PayerCharacter character, Random random) => character switch
    {
        PayerCharacter.CreditPositive => random.Next(8, 23) / 100m,
        PayerCharacter.Prompt => random.Next(28, 62) / 100m,
        PayerCharacter.Seasonal => random.Next(40, 75) / 100m,
        PayerCharacter.Slow => random.Next(62, 96) / 100m,
        PayerCharacter.Disputing => random.Next(55, 85) / 100m,
        PayerCharacter.Deteriorating => random.Next(84, 118) / 100m,
        _ => random.Next(35, 70) / 100m,
    };

    /// <summary>How many open and how many paid invoices such a customer has.</summary>
    public static (int Open, int Paid) Volume(this PayerCharacter character, Random random) => character switch
    {
        PayerCharacter.New => (random.Next(1, 3), 0),
        PayerCharacter.CreditPositive => (random.Next(2, 4), random.Next(7, 12)),
        PayerCharacter.Slow or PayerCharacter.Deteriorating => (random.Next(4, 7), random.Next(6, 10)),
        _ => (random.Next(3, 6), random.Next(6, 10)),
    };
}
