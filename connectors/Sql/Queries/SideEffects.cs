using System.IO.Enumeration;

namespace CreditBridge.Connectors.Sql.Queries;

/// <summary>
/// Functions that do something in the other system although a SELECT calls them: end sessions, move sequences, read and write files, run statements that are hidden in a text.
/// A read-only transaction keeps none of these back. The mapping does not say which database it is for, so the functions of all are refused.
/// </summary>
internal static class SideEffects
{
    private static readonly Effect[] Known =
    [
        new("PostgreSQL", "ends or interrupts sessions of others", "pg_terminate_backend", "pg_cancel_backend"),
        new("PostgreSQL", "changes the server's state", "pg_reload_conf", "pg_rotate_logfile", "pg_switch_wal", "pg_promote", "pg_wal_replay_*", "pg_create_restore_point", "pg_backup_*", "pg_start_backup",
            "pg_stop_backup", "pg_create_*_slot", "pg_create_*_replication_slot", "pg_drop_replication_slot", "pg_copy_*_slot", "pg_logical_*", "pg_replication_*", "pg_sync_replication_slots",
            "pg_stat_reset*", "pg_log_*", "pg_import_system_collations", "gin_clean_pending_list", "brin_summarize_*", "brin_desummarize_*", "pg_prewarm", "pg_nextoid", "pg_export_snapshot", "binary_upgrade_*"),
        new("PostgreSQL", "changes a setting of the session", "set_config"),
        new("PostgreSQL, MariaDB", "moves a sequence on", "nextval", "setval"),
        new("PostgreSQL", "holds a lock, waits, or wakes up others", "pg_advisory_*", "pg_try_advisory_*", "pg_sleep*", "pg_notify"),
        new("PostgreSQL", "reads or writes files of the server", "pg_read_*", "pg_ls_*", "pg_stat_file", "pg_file_*", "pg_logdir_ls"),
        new("PostgreSQL", "changes or copies large objects", "lo_import*", "lo_export", "lo_create*", "lo_creat", "lo_unlink", "lo_put", "lo_from_bytea", "lowrite", "lo_truncate*"),
        new("PostgreSQL", "runs statements elsewhere", "dblink*", "postgres_fdw_*"),
        new("PostgreSQL", "runs a statement that stands in a text", "query_to_xml*", "cursor_to_xml*", "ts_stat"),
        new("SQLite", "loads a program, or reads or writes files", "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "fsdir", "zipfile"),
        new("SQLite", "runs a statement that stands in a text", "eval"),
        new("SQL Server", "reads files or runs statements elsewhere", "openrowset", "openquery", "opendatasource"),
        new("SQL Server", "is a procedure of the server", "xp_*", "sp_*"),
        new("MySQL, MariaDB", "reads a file of the server", "load_file"),
        new("MySQL, MariaDB", "holds a lock or waits", "get_lock", "release_lock", "release_all_locks", "sleep", "benchmark", "master_pos_wait", "source_pos_wait", "wait_for_executed_gtid_set"),
        new("MySQL, MariaDB", "runs a program of the server", "sys_exec", "sys_eval"),
        new("Oracle", "reaches beyond the database", "httpuritype"),
    ];

    // Oracle's come in packages: what counts is the name before the dot. dbms_lob and its like only compute and are left alone.
    private static readonly Effect Packages = new("Oracle", "reaches beyond the database, or changes it",
        "utl_file", "utl_http", "utl_smtp", "utl_tcp", "utl_inaddr", "utl_mail", "dbms_lock", "dbms_pipe", "dbms_alert", "dbms_aq", "dbms_job", "dbms_scheduler", "dbms_sql", "dbms_java", "dbms_ldap",
        "dbms_session", "dbms_xmlgen", "dbms_xmlquery", "dbms_cloud");

    private static readonly Effect NextValue = new("Oracle, Db2, SQL Server", "moves a sequence on");

    /// <summary>The first call of such a function; null when there is none.</summary>
    public static SqlMistake? In(IReadOnlyList<SqlToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (EffectOf(tokens, i) is var (effect, name))
                return new SqlMistake(tokens[i].Start, $"{name} {effect.What} ({effect.Database}).", "Connectors only read: take it out. What it computes, a view of the other system's people can compute.");
        }

        return null;
    }

    private static (Effect Effect, string Name)? EffectOf(IReadOnlyList<SqlToken> tokens, int at)
    {
        if (NameOf(tokens[at]) is not { } name)
            return null;
        if (tokens[at].Is("NEXTVAL") && at > 0 && tokens[at - 1].IsSign('.'))
            return (NextValue, name);
        if (at + 1 >= tokens.Count)
            return null;
        var next = tokens[at + 1];
        if (next.IsSign('(') && Array.Find(Known, e => e.Has(name)) is { } effect)
            return (effect, name);
        if (next.IsSign('.') && Packages.Has(name))
            return (Packages, name);
        return tokens[at].Is("NEXT") && next.Is("VALUE") && at + 2 < tokens.Count && tokens[at + 2].Is("FOR") ? (NextValue, "NEXT VALUE FOR") : null;
    }

    // A name in quotation marks that is called is called all the same.
    private static string? NameOf(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Word => token.Text,
        SqlTokenKind.Literal when token.Text[0] is '"' or '`' or '[' => token.Text[1..^1],
        _ => null,
    };

    /// <summary>What some functions do.</summary>
    /// <param name="Database">Where they exist.</param>
    /// <param name="What">What they do, behind their name.</param>
    /// <param name="Names">Their names; a * stands for anything.</param>
    private sealed record Effect(string Database, string What, params string[] Names)
    {
        public bool Has(string name) => Array.Exists(Names, n => FileSystemName.MatchesSimpleExpression(n, name, ignoreCase: true));
    }
}
