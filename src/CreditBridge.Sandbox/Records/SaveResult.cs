namespace CreditBridge.Sandbox.Records;

/// <summary>Why a record was refused, in the words of the API.</summary>
internal sealed record RecordError(string Code, string Message, params string[] Fields)
{
    public static RecordError RolledBack { get; } = new(
        "ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header");

    public static RecordError Deleted { get; } = new("ENTITY_IS_DELETED", "entity is deleted");

    public static RecordError InvalidCrossReference { get; } = new("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");

    public static RecordError NoAccess { get; } = new("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");

    /// <summary>The HTTP status when the record was the whole request.</summary>
    public int RowStatus => Code switch
    {
        "ENTITY_IS_DELETED" or "NOT_FOUND" or "INVALID_CROSS_REFERENCE_KEY" => 404,
        "INSUFFICIENT_ACCESS_OR_READONLY" => 403,
        _ => 400,
    };
}

/// <summary>What became of one record of a write.</summary>
internal sealed record SaveResult(string? Id, bool Created, IReadOnlyList<RecordError> Errors)
{
    public bool Success => Errors.Count == 0;

    public static SaveResult Saved(string id, bool created = false) => new(id, created, []);

    public static SaveResult Refused(string? id, params IReadOnlyList<RecordError> errors) => new(id, false, errors);
}

/// <summary>An external id that names more than one record.</summary>
internal sealed class AmbiguousKeyException(IReadOnlyList<string> ids) : Exception("external id is not unique")
{
    public IReadOnlyList<string> Ids => ids;
}
