namespace CreditBridge.Sandbox.Faults;

/// <summary>The ways in which the org can be made to misbehave; all of them have been seen on real orgs.</summary>
public enum FaultKind
{
    /// <summary>Rows written keep the stamp of their statement but become visible only after <see cref="FaultRule.Delay"/>; until then they are locked.</summary>
    LateCommit,

    /// <summary>All rows written get one SystemModstamp: the time at which the rule was set.</summary>
    EqualStamps,

    /// <summary>Query pages hold at most <see cref="FaultRule.Size"/> rows, whatever the client asked for.</summary>
    ShortPages,

    /// <summary>Child subqueries give at most <see cref="FaultRule.Size"/> rows with their parent.</summary>
    ShortChildPages,

    /// <summary>A query locator is no longer known: 400 INVALID_QUERY_LOCATOR.</summary>
    ExpiredCursor,

    /// <summary>The session ends: 401 INVALID_SESSION_ID until the client logs in again.</summary>
    ExpiredSession,

    /// <summary>A 401 that no new login cures: "This session is not valid for use with the REST API".</summary>
    RefusedSession,

    /// <summary>The token endpoint refuses, with <see cref="FaultRule.Code"/> and <see cref="FaultRule.Message"/>.</summary>
    RefusedLogin,

    /// <summary>The next login names another instance address; sessions of the old one end.</summary>
    MovedInstance,

    /// <summary>A record is refused with <see cref="FaultRule.Code"/>, <see cref="FaultRule.Message"/> and <see cref="FaultRule.Fields"/>.</summary>
    RecordError,

    /// <summary>A record for which <see cref="FaultRule.When"/> (a SOQL condition) holds is refused with FIELD_CUSTOM_VALIDATION_EXCEPTION.</summary>
    ValidationRule,

    /// <summary>Records are locked by someone else: UNABLE_TO_LOCK_ROW.</summary>
    LockedRecord,

    /// <summary>Field-level security hides <see cref="FaultRule.Object"/>.<see cref="FaultRule.Field"/>; with the field Id the whole object is hidden.</summary>
    HiddenField,

    /// <summary>The request is applied, then the connection breaks before an answer.</summary>
    LostResponse,

    /// <summary>The connection breaks before the request is applied.</summary>
    LostRequest,

    /// <summary>The request fails with <see cref="FaultRule.Status"/>, <see cref="FaultRule.Code"/> and <see cref="FaultRule.Message"/> as JSON.</summary>
    ErrorResponse,

    /// <summary>The request fails with <see cref="FaultRule.Status"/> (503 by default) and an HTML page.</summary>
    HtmlResponse,

    /// <summary>The request fails with <see cref="FaultRule.Status"/> (502 by default) and no body.</summary>
    EmptyResponse,

    /// <summary>The response body ends in the middle of a chunk.</summary>
    TruncatedBody,

    /// <summary>403 REQUEST_LIMIT_EXCEEDED with <see cref="FaultRule.Message"/>.</summary>
    RequestLimit,

    /// <summary>Sforce-Limit-Info carries <see cref="FaultRule.Message"/> behind the usage.</summary>
    LimitInfoSuffix,

    /// <summary>Responses wait for <see cref="FaultRule.Delay"/>.</summary>
    Latency,

    /// <summary>The Date header and all stamps are off by <see cref="FaultRule.Delay"/>, which may be negative.</summary>
    ClockSkew,

    /// <summary>Bulk jobs end as Failed with <see cref="FaultRule.Message"/> and leave the rows beyond <see cref="FaultRule.Size"/> unprocessed.</summary>
    BulkJobFailed,

    /// <summary>Streaming: a connect that is held breaks off.</summary>
    DroppedConnection,

    /// <summary>Streaming: a connect is never answered.</summary>
    SilentStream,

    /// <summary>Streaming: the server forgets the client: 403::Unknown client.</summary>
    ForgottenClient,

    /// <summary>Streaming: a replay id is refused.</summary>
    InvalidReplayId,

    /// <summary>Streaming: a subscription is refused with <see cref="FaultRule.Message"/>; <see cref="FaultRule.Path"/> is the channel.</summary>
    StreamRefused,

    /// <summary>Streaming: a change becomes a gap event without data; <see cref="FaultRule.Code"/> is its type, such as <c>GAP_OVERFLOW</c>.</summary>
    GapEvent,
}
