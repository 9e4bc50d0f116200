using CreditBridge.Worker.Hosting;

namespace CreditBridge.Worker.Demo;

/// <summary>
/// Policy and mappings of the sample company: the shipped ones, with what the sample needs to buy reports of credit bureaus. Files that a person may have edited stay.
/// </summary>
internal static class SampleFiles
{
    private const string Veto = """
        vetoes:
          - name: a bureau warns
            when: bureau_worst_risk_class >= 5
            at_best: Elevated
            reason: A credit bureau sees a very high risk.
            customer: Public information about your company.
        """;

    private const string Bureaus = """

        # Which reports of credit bureaus are bought. What may be spent stands in the configuration (Bureaus), and which connection may order (OrderReports).
        bureaus:
          providers: [creditsafe, dnb]     # the first is asked first; the next only when those before it have no opinion
          when: pipeline_amount > 30_000   # whose report is worth money
          max_age_months: 6                # how long a report, or "not found", is relied upon

        """;

    private const string NoTeams = """
          # teams:
          #   - name: Credit
          #     analysts:
          #       - { user: dana@example.com, hours_per_week: 30, away: [ { from: 2026-12-21, to: 2027-01-03 } ] }

        """;

    private const string Teams = """
          teams:
            - name: Credit Americas
              regions: [US]
              analysts:
                - { user: priya.raman@sample.example, hours_per_week: 8 }
            - name: Credit Europe
              analysts:
                - { user: jonas.keller@sample.example, hours_per_week: 16 }

        """;

    private const string NoAuthority = """
          # authority:
          #   - { users: [dana@example.com], up_to: 50_000 }
          #   - { users: [head.of.credit@example.com] }

        """;

    private const string Authority = """
          authority:
            - { users: [priya.raman@sample.example, jonas.keller@sample.example], up_to: 50_000 }
            - { users: [henrik.dahl@sample.example, admin@creditbridge.example] }

        """;

    /// <summary>Puts them into a folder.</summary>
    public static async Task WriteAsync(string directory, CancellationToken cancellationToken)
    {
        await WriteIfAbsentAsync("policy.yaml", ShippedFiles.Policy, text =>
            With(With(With(With(With(text, "name: starter\n", "name: sample\n"), "vetoes:\n", $"{Veto}\n"), NoTeams, Teams), NoAuthority, Authority),
                "at: breached, to: owner }", "at: breached, to: [owner, henrik.dahl@sample.example] }") + Bureaus);
        await WriteIfAbsentAsync("sample-erp.yaml", ShippedFiles.Mapping("sample-erp"), text => With(
            text, "      # attributes: ", "      attributes: {registration_number: REGNO, duns: DUNS}   # what identifies the company elsewhere, such as with a bureau\n      # attributes: "));
        foreach (var bureau in (string[])["bureau-creditsafe", "bureau-dnb"])
            await WriteIfAbsentAsync($"{bureau}.yaml", ShippedFiles.Mapping(bureau), text => text);

        async Task WriteIfAbsentAsync(string name, string shipped, Func<string, string> change)
        {
            var path = Path.Combine(directory, name);
            if (!File.Exists(path))
                await File.WriteAllTextAsync(path, change((await File.ReadAllTextAsync(shipped, cancellationToken)).ReplaceLineEndings("\n")), cancellationToken);
        }
    }

    private static string With(string text, string found, string instead) => text.Contains(found, StringComparison.Ordinal)
        ? text.Replace(found, instead, StringComparison.Ordinal)
        : throw new InvalidOperationException($"The shipped file has no '{found.Trim()}' any more, where the sample puts something in.");
}
