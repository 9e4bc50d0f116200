using CreditBridge.Connectors.Sql.Queries;
using Shouldly;
using Xunit;

namespace CreditBridge.ConnectorTests.Sql;

public sealed class QueryGuardTests
{
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("select a.b, c from t a where x = 'delete from t; --'")]
    [InlineData("SELECT \"into\", \"update\" FROM \"insert\"")]
    [InlineData("SELECT `into`, [for] FROM t")]
    [InlineData("SELECT 1 -- ; DELETE FROM t")]
    [InlineData("SELECT /* INSERT INTO x */ 1;")]
    [InlineData("-- first a comment\nSELECT 1")]
    [InlineData("(SELECT 1) UNION ALL (SELECT 2)")]
    [InlineData("WITH a AS (SELECT 1 AS n), b (m) AS NOT MATERIALIZED (SELECT n FROM a) SELECT * FROM b")]
    [InlineData("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r")]
    [InlineData("SELECT coalesce(delete, 1), replace(name, 'a', 'b') FROM t")]
    [InlineData("SELECT (update) FROM t")]
    [InlineData("SELECT sum(x) OVER w FROM t WINDOW w AS (PARTITION BY y ORDER BY z)")]
    [InlineData("SELECT t.into FROM t")]
    [InlineData("SELECT substring(name FROM 1 FOR 3) FROM t")]
    [InlineData("SELECT tags[1], (array_agg(x))[2], ARRAY[1, 2] FROM t")]
    [InlineData("SELECT E'it\\'s; DELETE FROM t' AS x")]
    [InlineData("SELECT $body$ ; DELETE FROM t; $body$ AS x")]
    [InlineData("SELECT data->>'a', data @> '{}', x::numeric, @ y FROM t")]
    [InlineData("SELECT a FROM t WHERE changed >= @changed_since")]
    [InlineData("SELECT nextval, setval, sleep FROM t WHERE note = 'nextval(1)' -- nextval('s')")]
    [InlineData("SELECT \"nextval\", t.\"nextval\" FROM t")]
    [InlineData("SELECT dbms_lob.substr(note, 10, 1), next, value FROM t")]
    [InlineData("SELECT sp.name, split_part(name, ',', 1) FROM sp")]
    public void Query_ThatReads_IsAccepted(string sql) => MistakeIn(sql).ShouldBeNull();

    [Theory]
    [InlineData("", "empty")]
    [InlineData("-- nothing", "empty")]
    [InlineData("DELETE FROM t", "begins with SELECT")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM t", "begins with SELECT")]
    [InlineData("ATTACH DATABASE 'x' AS y", "begins with SELECT")]
    [InlineData("PRAGMA query_only = OFF", "begins with SELECT")]
    [InlineData("VALUES (1)", "begins with SELECT")]
    [InlineData("TABLE t", "begins with SELECT")]
    [InlineData("SELECT 1; SELECT 2", "more than one statement")]
    [InlineData("SELECT U&\"\\0070g_sleep\"(3)", "Unicode escapes")]
    [InlineData("SELECT 1; DELETE FROM t", "more than one statement")]
    [InlineData("SELECT 1;;", "more than one statement")]
    [InlineData("SELECT 1) q; DELETE FROM t; --", "without a '('")]
    [InlineData("SELECT 1) q UNION SELECT * FROM (SELECT 2", "without a '('")]
    [InlineData("SELECT (1", "not closed")]
    [InlineData("WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone", "DELETE writes")]
    [InlineData("WITH gone AS MATERIALIZED (/* ? */ DELETE FROM t RETURNING *) SELECT * FROM gone", "DELETE writes")]
    [InlineData("WITH a AS (SELECT 1), b AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM b", "INSERT writes")]
    [InlineData("WITH a AS (UPDATE t SET x = 1 RETURNING *) SELECT * FROM a", "UPDATE writes")]
    [InlineData("WITH a AS (MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE) SELECT 1", "MERGE writes")]
    [InlineData("WITH a AS (SELECT 1) DELETE FROM t", "not followed by a SELECT")]
    [InlineData("WITH delete AS (SELECT 1) UPDATE t SET x = 1", "not followed by a SELECT")]
    [InlineData("SELECT * FROM (WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a) x", "DELETE writes")]
    [InlineData("SELECT * INTO copy FROM t", "INTO writes")]
    [InlineData("SELECT * FROM t INTO OUTFILE '/tmp/x'", "INTO writes")]
    [InlineData("SELECT * FROM t FOR UPDATE", "lock rows")]
    [InlineData("SELECT * FROM t FOR NO KEY UPDATE", "lock rows")]
    [InlineData("SELECT * FROM t FOR SHARE", "lock rows")]
    [InlineData("SELECT 'a\\'; DELETE FROM t; --'", "backslash")]
    [InlineData("SELECT 1 /* a /* b */ DELETE */", "comment within a comment")]
    [InlineData("SELECT 1 /*! INTO OUTFILE 'x' */", "some databases run")]
    [InlineData("SELECT 'open", "text does not end")]
    [InlineData("SELECT \"open", "quoted name does not end")]
    [InlineData("SELECT $a$ open", "does not end")]
    [InlineData("SELECT 1 /* open", "comment does not end")]
    [InlineData("SELECT @@version", "Variables of the server")]
    [InlineData("SELECT pg_terminate_backend(1)", "pg_terminate_backend ends or interrupts sessions of others (PostgreSQL)")]
    [InlineData("SELECT pg_catalog.pg_cancel_backend (pid) FROM pg_stat_activity", "pg_cancel_backend")]
    [InlineData("SELECT PG_RELOAD_CONF()", "changes the server's state")]
    [InlineData("SELECT 1 WHERE \"pg_reload_conf\"()", "changes the server's state")]
    [InlineData("SELECT set_config('transaction_read_only', 'off', false)", "changes a setting")]
    [InlineData("SELECT nextval('s'), a FROM t", "moves a sequence on")]
    [InlineData("SELECT setval('s', 1)", "moves a sequence on")]
    [InlineData("SELECT s.NEXTVAL FROM dual", "moves a sequence on")]
    [InlineData("SELECT NEXT VALUE FOR s", "moves a sequence on")]
    [InlineData("SELECT lo_import('/etc/passwd')", "large objects")]
    [InlineData("SELECT lo_export(1, '/tmp/x')", "large objects")]
    [InlineData("SELECT * FROM dblink('host=x', 'DELETE FROM t') AS d(a int)", "runs statements elsewhere")]
    [InlineData("SELECT dblink_exec('DELETE FROM t')", "runs statements elsewhere")]
    [InlineData("SELECT pg_read_file('x')", "files of the server")]
    [InlineData("SELECT a FROM (SELECT pg_ls_dir('.') AS a) x", "files of the server")]
    [InlineData("SELECT pg_advisory_lock(1)", "holds a lock")]
    [InlineData("SELECT query_to_xml('DELETE FROM t', true, true, '')", "stands in a text")]
    [InlineData("SELECT load_extension('x')", "loads a program")]
    [InlineData("SELECT writefile('x', 'y')", "loads a program")]
    [InlineData("SELECT * FROM OPENROWSET('a', 'b', 'c')", "statements elsewhere")]
    [InlineData("SELECT dbo.sp_who(1), xp_cmdshell('x')", "procedure of the server")]
    [InlineData("SELECT load_file('/etc/passwd'), sleep(5)", "reads a file")]
    [InlineData("SELECT utl_http.request('http://x') FROM dual", "reaches beyond the database")]
    public void Query_ThatWritesOrCannotBeRead_IsRefused(string sql, string reason)
    {
        var mistake = MistakeIn(sql).ShouldNotBeNull();
        mistake.Message.ShouldContain(reason);
        mistake.Suggestion.ShouldNotBeNullOrWhiteSpace();
        mistake.At.ShouldBeInRange(0, sql.Length);
    }

    private static SqlMistake? MistakeIn(string sql)
    {
        var (tokens, mistake) = SqlTokens.Read(sql);
        return mistake ?? QueryGuard.MistakeIn(tokens);
    }
}
