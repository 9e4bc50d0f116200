using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.UnitTests.Configuration;

/// <summary>A connector whose options have every form that an option can have. It cannot connect.</summary>
internal sealed class SampleConnector() : Connector<SampleConnectorOptions>("Sample")
{
    protected override IConnection Connect(ConnectionContext context, SampleConnectorOptions options) => throw new NotSupportedException();
}

internal sealed class OtherConnector(string type = "Other") : Connector<OtherConnectorOptions>(type)
{
    protected override IConnection Connect(ConnectionContext context, OtherConnectorOptions options) => throw new NotSupportedException();
}

internal sealed class OtherConnectorOptions
{
    [Option("Folder to look into.", Example = "/srv/erp")]
    [Required]
    public string Folder { get; init; } = "";
}

internal enum SampleLogin
{
    Jwt,
    ClientCredentials,
}

internal sealed class SampleConnectorOptions : IChecksItself
{
    [Option("Where the org is.", Example = "https://example.my.salesforce.com")]
    public Uri? Address { get; init; }

    [Option("How to log in.")]
    public SampleLogin Login { get; init; } = SampleLogin.Jwt;

    [Option("Password.", Secret = true)]
    [Required]
    public string Password { get; init; } = "";

    [Option("Secret number.", Secret = true)]
    public int? Pin { get; init; }

    [Option("Whether to read deleted records.")]
    public bool ReadDeleted { get; init; } = true;

    [Option("Share of the calls.")]
    [Range(typeof(decimal), "0", "1")]
    public decimal Share { get; init; } = 0.5m;

    [Option("Overlap of two polls.")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan? Overlap { get; init; } = TimeSpan.FromMinutes(5);

    [Option("Rows at most.")]
    public long? MaxRows { get; init; }

    [Option("Objects to read.", Example = """["Account", "Opportunity"]""")]
    [MinLength(1)]
    public IReadOnlyList<string> Objects { get; init; } = ["Account"];

    [Option("Companies.")]
    public int[] Companies { get; init; } = [];

    [Option("Names of fields.")]
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string> { ["Score"] = "Credit_Score__c" };

    [Option("More names of fields.")]
    public Dictionary<string, string> ManyFields { get; init; } = Enumerable.Range(1, 12).ToDictionary(i => $"Field{i:00}", i => $"Credit_{i:00}__c");

    [Option("Paging.")]
    public SamplePaging Paging { get; init; } = new();

    [Option("Mailboxes.")]
    public IReadOnlyList<SamplePaging> Stages { get; init; } = [];

    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (Login == SampleLogin.ClientCredentials && Address is null)
            yield return (nameof(Address), $"is missing; ClientCredentials needs one (password {Password}).");
    }
}

internal sealed class SamplePaging
{
    [Option("Rows of a page.")]
    [Range(1, 2000)]
    public int Size { get; init; } = 500;

    [Option("Column to order by.")]
    [RegularExpression("[A-Za-z_]+")]
    public string Column { get; init; } = "Id";
}
