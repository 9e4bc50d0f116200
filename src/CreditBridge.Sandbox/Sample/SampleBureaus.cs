using CreditBridge.Sandbox.Bureaus;

namespace CreditBridge.Sandbox.Sample;

/// <summary>
/// What two bureaus know about the sample company's customers. Creditsafe knows most of those in Europe, has no opinion about young ones, and sees trouble coming at a few
/// that still pay on time; D&amp;B knows them all, and in Germany says why it has no score.
/// </summary>
public static class SampleBureaus
{
    private const int UnknownOnceIn = 9;
    private const int WarnedOfOnceIn = 4;

    /// <summary>Makes the company's customers known to the bureaus.</summary>
    public static void Seed(BureauServer bureaus, SampleCompany company)
    {
        ArgumentNullException.ThrowIfNull(bureaus);
        ArgumentNullException.ThrowIfNull(company);
        foreach (var customer in company.Customers)
        {
            if (customer.RegistrationNumber is { } number && customer.Serial % UnknownOnceIn != 4)
                bureaus.Add("creditsafe", Creditsafe(customer, number, company.Today));
            bureaus.Add("dnb", Dnb(customer));
        }
    }

    private static BureauCompany Creditsafe(SampleCustomer customer, string number, DateOnly today)
    {
        // -28: statements are missing, so that there is no assessment.
        var isYoung = customer.Since > today.AddDays(-400);
        return new BureauCompany(number, customer.Name, customer.Country)
        {
            Score = isYoung ? -28 : Score(customer),
            Rating = isYoung ? "E" : Score(customer) switch { > 70 => "A", > 50 => "B", >= 30 => "C", _ => "D" },
            Limit = isYoung ? null : Score(customer) * 2_500m,
        };
    }

    private static BureauCompany Dnb(SampleCustomer customer) => new(customer.Duns, customer.Name, customer.Country)
    {
        Score = customer.Country == "DE" ? null : 101 + Score(customer) * 5,
        Override = customer.Country == "DE" ? "Score not available in this country" : null,
        Limit = Score(customer) * 2_000m,
    };

    // From 0 (bad) to 100, mostly in line with how the customer pays.
    private static int Score(SampleCustomer customer)
    {
        var within = customer.Serial % 17;
        return customer.Character switch
        {
            PayerCharacter.CreditPositive => 82 + within,
            PayerCharacter.Prompt when customer.Serial % WarnedOfOnceIn == 1 && !customer.Name.Equals(SampleCompany.StoryAccountName, StringComparison.OrdinalIgnoreCase) => 3 + within,
            PayerCharacter.Prompt => 66 + within,
            PayerCharacter.Seasonal => 52 + within,
            PayerCharacter.Disputing => 44 + within,
            PayerCharacter.Slow => 24 + within,
            PayerCharacter.Deteriorating => 4 + within,
            _ => 35 + within,
        };
    }
}
