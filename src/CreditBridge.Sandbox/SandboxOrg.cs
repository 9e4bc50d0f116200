using CreditBridge.Sandbox.Faults;
using CreditBridge.Sandbox.Records;
using CreditBridge.Sandbox.Schema;
using CreditBridge.Sandbox.Schema.Formulas;
using CreditBridge.Sandbox.Soql;
using CreditBridge.Sandbox.Streaming;

namespace CreditBridge.Sandbox;

/// <summary>
/// The org behind the API: schema, records, users and permissions, all in memory. Its public members stand for people who work in the org or
/// set it up: they see and may do everything, and pass the same validation as the API. All members may be called from any thread.
/// </summary>
public sealed class SandboxOrg
{
    private readonly SandboxServerOptions options;
    private readonly SandboxFaults faults;
    private readonly RecordWriter writer;

    internal SandboxOrg(SandboxServerOptions options, SandboxFaults faults)
    {
        this.options = options;
        this.faults = faults;
        var metadata = (options.DeployShippedMetadata ? MetadataFile.Shipped() : []).Concat(options.MetadataDirectory is { } directory ? MetadataFile.In(directory) : []).ToList();
        Schema = OrgSchema.Load(metadata, options.MultiCurrency);
        Store = new RecordStore(Schema);
        Selection = ChangeSelection.Read(metadata, Schema);
        Bus = new EventBus(this);
        Store.Committed = new ChangePublisher(this, faults, Selection, Bus).Publish;
        writer = new RecordWriter(Schema, Store, new WriteGuards(this, faults, () => options.Clock.GetUtcNow()).Check, () => options.CorporateCurrency);
        var formulas = new RowFormulas(Store.Find, () => options.Clock.GetUtcNow());
        foreach (var item in Schema.Objects) item.Formulas = formulas;
        Users = new OrgUsers(this);
        OrgSetup.Run(this, options);
    }

    /// <summary>The 18-character id of the organisation.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>The org's time: its clock, off by a clock-skew fault.</summary>
    public DateTimeOffset Now => options.Clock.GetUtcNow() + (faults.Take(FaultKind.ClockSkew, new FaultTarget())?.Rule.Delay ?? TimeSpan.Zero);

    internal Lock Gate { get; } = new();

    internal OrgSchema Schema { get; }

    internal RecordStore Store { get; }

    internal RecordWriter Writer => writer;

    internal ChangeSelection Selection { get; }

    internal EventBus Bus { get; }

    internal OrgUsers Users { get; }

    internal SandboxServerOptions Options => options;

    /// <summary>Creates records in bulk. Id, CreatedDate, CreatedById, LastModifiedDate, LastModifiedById, SystemModstamp and OwnerId may be given.</summary>
    /// <returns>The ids, in the order of the rows.</returns>
    /// <exception cref="ArgumentException">A row is not valid; the message names the row and the reason, and nothing is created.</exception>
    public IReadOnlyList<string> Seed(string objectName, IEnumerable<IReadOnlyDictionary<string, object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var definition = Definition(objectName);
        var number = 0;
        return Write(Users.AdministratorId, context => rows.Select(row =>
        {
            number++;
            return Checked(writer.Insert(context, definition, Input(definition, row)), $"{objectName} row {number}");
        }).ToList());
    }

    /// <summary>Creates one record as a person does.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">The record is not valid.</exception>
    public string Create(string objectName, params (string Field, object? Value)[] values) =>
        Seed(objectName, [values.ToDictionary(value => value.Field, value => value.Value)])[0];

    /// <summary>Changes one record as the named user, or as the administrator.</summary>
    /// <exception cref="ArgumentException">The change is not valid.</exception>
    public void Update(string id, IReadOnlyDictionary<string, object?> values, string? username = null) =>
        UpdateAs(username is null ? Users.AdministratorId : UserId(username), id, values);

    /// <summary>Changes one record as the user of this id, who needs no login.</summary>
    /// <exception cref="ArgumentException">The change is not valid.</exception>
    internal void UpdateAs(string userId, string id, IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var definition = Schema.ByIdPrefix(id) ?? throw new ArgumentException($"{id} is not the id of a record of this org", nameof(id));
        Write(userId, context => Checked(writer.Update(context, definition, id, Input(definition, values)), id));
    }

    /// <summary>Changes fields of one record as the administrator.</summary>
    /// <exception cref="ArgumentException">The change is not valid.</exception>
    public void Update(string id, params (string Field, object? Value)[] values) => Update(id, values.ToDictionary(value => value.Field, value => value.Value));

    /// <summary>Puts a record, and what goes with it, into the recycle bin.</summary>
    public void Delete(string id) => Write(Users.AdministratorId, context => Checked(writer.Delete(context, id), id));

    /// <summary>Takes a record out of the recycle bin.</summary>
    public void Undelete(string id) => Write(Users.AdministratorId, context => Checked(writer.Undelete(context, FullId(id)), id));

    /// <summary>Merges the loser into the winner: children move, the loser is deleted and points to the winner.</summary>
    public void Merge(string winnerId, string loserId) => Write(Users.AdministratorId, context => Checked(writer.Merge(context, FullId(winnerId), FullId(loserId)), loserId));

    /// <summary>The record with this id, deleted or not; null when there is none.</summary>
    public OrgRecord? Find(string id) => SalesforceId.TryNormalize(id, out var full) && FindRow(full) is { } row ? new OrgRecord(row, this) : null;

    /// <summary>The records that a SOQL query gives. The select list only has to be valid: every field can be read from the records.</summary>
    /// <exception cref="ArgumentException">The query is not valid, or counts or groups.</exception>
    public IReadOnlyList<OrgRecord> Query(string soql)
    {
        ArgumentNullException.ThrowIfNull(soql);
        lock (Gate)
        {
            Store.CommitDue(Now);
            try
            {
                var plan = new QueryPlan(SoqlParser.Parse(soql), soql, ContextOf(Users.Administrator));
                if (plan.IsAggregate) throw new ArgumentException("the query counts or groups and gives no records", nameof(soql));
                return [.. plan.Rows().Select(row => new OrgRecord(row, this))];
            }
            catch (SoqlException error)
            {
                throw new ArgumentException(error.Message, nameof(soql), error);
            }
        }
    }

    /// <summary>API names of the fields of an object, in the order of its describe.</summary>
    public IReadOnlyList<string> FieldNames(string objectName) => [.. Definition(objectName).Fields.Select(field => field.Name)];

    /// <summary>The id of the user with this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public string UserId(string username) => Users.Find(username)?.Id ?? throw new ArgumentException($"the org has no user {username}", nameof(username));

    /// <summary>Gives a user a permission set; does nothing when the user has it.</summary>
    public void AssignPermissionSet(string username, string permissionSet)
    {
        var user = UserId(username);
        var set = Users.PermissionSetId(permissionSet);
        lock (Gate)
        {
            if (Users.Assignment(user, set) is null) Create("PermissionSetAssignment", ("AssigneeId", user), ("PermissionSetId", set));
        }
    }

    /// <summary>Takes a permission set from a user; does nothing when the user does not have it.</summary>
    public void RevokePermissionSet(string username, string permissionSet)
    {
        lock (Gate)
        {
            if (Users.Assignment(UserId(username), Users.PermissionSetId(permissionSet)) is { } row) Store[row.Object].Remove(row);
        }
    }

    /// <summary>Makes every change visible that a late-commit fault still holds back.</summary>
    public void CommitPending()
    {
        lock (Gate) Store.CommitDue(null);
    }

    internal Row? FindRow(string id)
    {
        lock (Gate) return Store.Find(id);
    }

    internal UserAccess AccessOf(string userId) => Users.AccessOf(userId, (item, field) =>
        faults.Take(FaultKind.HiddenField, new FaultTarget(Object: item.Name, Field: field.Name)) is not null);

    internal QueryContext ContextOf(UserAccess access) =>
        new(Store, Schema, access, DateOnly.FromDateTime(Now.UtcDateTime), options.CorporateCurrency);

    /// <summary>The stamp of a change made now.</summary>
    internal DateTimeOffset StampNow() =>
        FieldValues.WholeSeconds(faults.Take(FaultKind.EqualStamps, new FaultTarget())?.Since ?? Now);

    /// <summary>Runs a write of the platform or of a person; it is taken back when it throws.</summary>
    internal T Write<T>(string userId, Func<WriteContext, T> action)
    {
        lock (Gate)
        {
            Store.CommitDue(Now);
            var transaction = new Transaction(new Author(userId, ChangeOrigin.Browser));
            try
            {
                var result = action(new WriteContext(userId, null, StampNow(), transaction));
                Store.Announce(transaction);
                return result;
            }
            catch
            {
                transaction.Rollback();
                throw;
            }
        }
    }

    private ObjectDefinition Definition(string name) =>
        Schema.TryGet(name, out var definition) ? definition : throw new ArgumentException($"the org has no object {name}", nameof(name));

    private static RecordInput Input(ObjectDefinition definition, IReadOnlyDictionary<string, object?> row)
    {
        Dictionary<FieldDefinition, object?> values = [];
        foreach (var (name, value) in row)
        {
            var field = definition.Field(name) ?? throw new ArgumentException($"{definition.Name} has no field {name}", nameof(row));
            values[field] = FieldValues.FromClr(field, value);
        }

        return new RecordInput(values, null);
    }

    private static string FullId(string id) => SalesforceId.TryNormalize(id, out var full) ? full : throw new ArgumentException($"{id} is not a record id", nameof(id));

    private static string Checked(SaveResult result, string what) => result.Success
        ? result.Id!
        : throw new ArgumentException($"{what}: {string.Join("; ", result.Errors.Select(error => $"{error.Code} {error.Message}"))}");
}
