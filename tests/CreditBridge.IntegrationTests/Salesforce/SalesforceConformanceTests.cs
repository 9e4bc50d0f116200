using System.Globalization;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Records;
using CreditBridge.Connectors.Salesforce;
using CreditBridge.Sandbox.Faults;
using CreditBridge.TestKit.Connectors;

namespace CreditBridge.IntegrationTests.Salesforce;

/// <summary>The contract of a source, on accounts of the sandbox org over real sockets, with pages of three.</summary>
[ConformanceOf("Salesforce", ReadMode.Changes)]
public sealed class AccountConformanceTests : SourceConformance
{
    protected override async Task<ISourceHarness> CreateHarnessAsync() => new OrgHarness(await LiveOrg.StartAsync(), RecordKind.Account);
}

/// <summary>The same on opportunities.</summary>
[ConformanceOf("Salesforce", ReadMode.Changes)]
public sealed class OpportunityConformanceTests : SourceConformance
{
    protected override async Task<ISourceHarness> CreateHarnessAsync() => new OrgHarness(await LiveOrg.StartAsync(), RecordKind.Opportunity);
}

/// <summary>Accounts or opportunities of a sandbox org.</summary>
internal sealed class OrgHarness : ISourceHarness
{
    private readonly LiveOrg _org;
    private readonly SocketsHttpHandler _transport = new() { AllowAutoRedirect = false };
    private readonly Dictionary<int, string> _ids = [];
    private readonly HashSet<int> _deleted = [];

    public OrgHarness(LiveOrg org, RecordKind kind)
    {
        _org = org;
        Kind = kind;
        org.Server.Faults.Add(new FaultRule(FaultKind.ShortPages) { Size = 3 });
        var cannot = new Dictionary<Ability, string>
        {
            [Ability.Duplicate] = "An id stands in an org once, and a query answers with one row for it.",
            [Ability.KeyChange] = "The id of a record never changes.",
            [Ability.LateArrival] = "An org sets stamps itself; LateCommit_BehindThePosition_IsFound proves late ones.",
            [Ability.Currency] = "The sandbox org keeps its amounts in one currency.",
            [Ability.MissingColumn] = "Standard fields cannot be deleted; HiddenField_IsNamedOnceAndTheOthersArrive proves what happens to others.",
            [Ability.AddedColumn] = "Queries name their fields, so that an org never answers with an unknown one.",
            [Ability.ChangedType] = "An org refuses to change the type of a standard field.",
        };
        if (kind != RecordKind.Account)
            cannot[Ability.UnreadableRecord] = "Every opportunity that an org can hold can be read.";
        Cannot = cannot;
    }

    public IReadOnlyDictionary<Ability, string> Cannot { get; }

    public RecordKind Kind { get; }

    public IConnection Connect(ConnectionContext context) => new SalesforceConnection(new ConnectionContext(context.Name, _org.Clock) { Transport = () => _transport }, _org.Options);

    // Ids are given in the order of creation, so records are created in the order of their numbers.
    public Task PublishAsync(IReadOnlyList<int> numbers, int version)
    {
        foreach (var number in numbers.Order())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Record {number} as of version {version}");
            if (_ids.TryGetValue(number, out var id) && _deleted.Remove(number))
                _org.Org.Undelete(id);
            if (id is not null)
                _org.Org.Update(id, ("Name", name));
            else
                _ids[number] = Create(name);
        }

        return Task.CompletedTask;
    }

    public async Task<bool> PublishWithUnreadableAsync(IReadOnlyList<int> numbers, int version)
    {
        if (Kind != RecordKind.Account)
            return false;
        _org.Org.Create("Account", ("Name", "Unreadable"), ("ERP_Customer_Keys__c", "no company given"));
        await PublishAsync(numbers, version);
        return true;
    }

    public string KeyOf(int number) => _ids[number];

    public Task<bool> DeleteAsync(IReadOnlyList<int> numbers)
    {
        foreach (var number in numbers)
        {
            _org.Org.Delete(_ids[number]);
            _deleted.Add(number);
        }

        return Task.FromResult(true);
    }

    public IConnection? ConnectRefused(ConnectionContext context) => new SalesforceConnection(
        new ConnectionContext(context.Name, _org.Clock) { Transport = () => _transport },
        new SalesforceOptions { LoginUrl = _org.Options.LoginUrl, Username = _org.Options.Username, PrivateKeyPem = _org.Options.PrivateKeyPem, OrgCurrency = "EUR", ConsumerKey = "nobody" });

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        await _org.DisposeAsync();
    }

    private string Create(string name) => Kind == RecordKind.Account
        ? _org.Org.Create("Account", ("Name", name))
        : _org.Org.Create("Opportunity", ("Name", name), ("StageName", "Qualification"), ("CloseDate", new DateOnly(2027, 3, 31)), ("Amount", 1000m));
}
