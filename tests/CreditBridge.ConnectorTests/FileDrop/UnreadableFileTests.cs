using System.Text;
using CreditBridge.Abstractions.Connections;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using Shouldly;
using Xunit;
using static CreditBridge.ConnectorTests.FileDrop.DropTestFolder;

namespace CreditBridge.ConnectorTests.FileDrop;

public sealed class UnreadableFileTests : IDisposable
{
    private readonly DropTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Broken => new()
    {
        { "empty", "", "The file is empty" },
        { "blank", "\n\n", "The file is empty" },
        { "renamed column", Header.Replace("CREDIT_LIMIT", "CREDITLIMIT") + Row("C1"), "Column CREDIT_LIMIT is missing (records.customers.fields.limit names it); did you mean CREDITLIMIT?" },
        { "all columns", "A,B\n1,2\n", "The file has: A, B." },
        { "other delimiter", Header.Replace(',', ';') + Row("C1").Replace(',', ';'), "It seems to be delimited by ';', not ','." },
        { "column twice", Header.Replace("COUNTRY", "NAME"), "Column COUNTRY is missing" },
        { "used column twice", Header.Replace("\n", ",NAME\n"), "Column NAME stands in the header more than once" },
        { "no closing quote", Header + "1000,\"" + new string('x', 1_200_000), "is longer than 1,000,000 characters" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task AFileThatCannotBeRead_IsNamedWithItsReason_AndLeavesNoTrace(string what, string content, string reason)
    {
        _folder.Write("customers-1.csv", content);
        var failure = (await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync(), what)).Failure;
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Where!.ShouldContain("customers-1.csv");
        failure.Message.ShouldContain(reason);
        failure.NextStep.ShouldNotBeNullOrEmpty();
        _folder.State.ShouldBeEmpty();
        _folder.Receipts.ShouldBeEmpty();
        (await FindingsAsync()).ShouldContain(f => f.Status == CheckStatus.Failed && f.Subject == "customers-1.csv" && f.Message.Contains(reason));
    }

    [Fact]
    public async Task InvalidUtf8_FarBehind_AppliesNothing()
    {
        _folder.Write("customers-1.csv", [.. Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(1, 3000).Select(i => Row($"C{i}") + "\n"))), 0xC4, 0x28, (byte)'\n']);
        var failure = (await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync())).Failure;
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Message.ShouldContain("not utf-8");
        failure.NextStep.ShouldContain("windows-1252");
        _folder.State.ShouldBeEmpty();
    }

    [Fact]
    public async Task VanishedFile_SaysSo()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Drop, "customers-1.csv"), Path.Combine(_folder.Drop, "nowhere"));
        var failure = (await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync())).Failure;
        (failure.Kind, failure.Message).ShouldBe((FailureKind.Transient, "The file has vanished before it was read."));
    }

    [Fact]
    public async Task FileThatSomebodyStillWrites_IsTriedAgain()
    {
        _folder.Customers("customers-1.csv", Row("C1"));
        await using (new FileStream(Path.Combine(_folder.Drop, "customers-1.csv"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            (await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync())).Failure.Kind.ShouldBe(FailureKind.Transient);
        await _folder.ReadAsync();
        _folder.State.Count.ShouldBe(1);
    }

    [Fact]
    public async Task MissingFolder_And_MissingMapping_AreConfiguration()
    {
        var failure = (await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync())).Failure;
        (failure.Kind, failure.Message).ShouldBe((FailureKind.Configuration, "The drop folder does not exist."));
        (await FindingsAsync()).ShouldContain(f => f.Status == CheckStatus.Failed && f.Message == "The drop folder does not exist.");
        File.Delete(_folder.MappingPath);
        failure = (await Should.ThrowAsync<ConnectorException>(() => _folder.ReadAsync())).Failure;
        failure.Kind.ShouldBe(FailureKind.Configuration);
        failure.Where.ShouldBe(_folder.MappingPath);
        (await FindingsAsync()).ShouldContain(f => f.Status == CheckStatus.Failed && f.Subject == "mapping.yaml");
    }

    public static TheoryData<string, RecordKind, string, string, string> Rows => new()
    {
        { "few values", RecordKind.ErpCustomer, "1000,C1,Name", "bad.csv:2", "The row has 3 values, the header 10." },
        { "stray quote", RecordKind.ErpCustomer, "1000,C1,Na\"me,DE,EUR,5,N,N30,2020-01-01,", "bad.csv:2", "quotation mark" },
        { "no number", RecordKind.ErpCustomer, "1000,,Name,DE,EUR,5,N,N30,2020-01-01,", "bad.csv:2, column CUSTNO", "number: The value is empty" },
        { "company with slash", RecordKind.ErpCustomer, "10/00,C1,Name,DE,EUR,5,N,N30,,", "bad.csv:2, column COMPANY", "'10/00' holds '/'" },
        { "number with line break", RecordKind.ErpCustomer, "1000,\"C\n1\",Name,DE,EUR,5,N,N30,,", "bad.csv:2, column CUSTNO", "control characters" },
        { "NUL", RecordKind.ErpCustomer, "1000,C1,Na\0me,DE,EUR,5,N,N30,,", "bad.csv:2, column NAME", "NUL" },
        { "long text", RecordKind.ErpCustomer, $"1000,C1,{new string('n', 1001)},DE,EUR,5,N,N30,,", "bad.csv:2, column NAME", "1,001 characters" },
        { "limit with two separators", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUR,1.000.00,N,N30,,", "bad.csv:2, column CREDIT_LIMIT", "'1.000.00' is not a number" },
        { "limit below zero", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUR,-1,N,N30,,", "bad.csv:2, column CREDIT_LIMIT", "below zero" },
        { "limit without currency", RecordKind.ErpCustomer, "1000,C1,Name,DE,,10,N,N30,,", "bad.csv:2, column CREDIT_LIMIT", "no currency" },
        { "huge limit", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUR,99999999999999999999999999999,N,N30,,", "bad.csv:2, column CREDIT_LIMIT", "larger or finer" },
        { "unknown hold", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUR,5,MAYBE,N30,,", "bad.csv:2, column HOLD", "'MAYBE' is listed neither under yes (Y) nor under no (N, )" },
        { "unknown terms", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUR,5,N,Z9,,", "bad.csv:2, column TERMS", "'Z9' is not listed under values" },
        { "unknown currency", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUX,5,N,N30,,", "bad.csv:2, column CURRENCY", "'EUX' is not a currency; did you mean EUR?" },
        { "two mistakes", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUX,5,X,N30,,", "bad.csv:2, column CURRENCY", "hold: 'X'" },
        { "impossible date", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUR,5,N,N30,2025-02-30,", "bad.csv:2, column CUSTOMER_SINCE", "not a date" },
        { "date out of range", RecordKind.ErpCustomer, "1000,C1,Name,DE,EUR,5,N,N30,9999-12-31,", "bad.csv:2, column CUSTOMER_SINCE", "lies outside 1900 to 2199" },
        { "due before issue", RecordKind.Receivable, "1000,C1,I1,INV,2025-02-01,2025-01-31,EUR,1,1,N,", "bad.csv:2, column DUE_DATE", "Due on 2025-01-31, before it was issued" },
        { "credit note that is owed", RecordKind.Receivable, "1000,C1,I1,CN,2025-01-01,2025-01-31,EUR,1,1,N,", "bad.csv:2, column OPEN_AMOUNT", "contradicts 'credit_notes: negative'" },
        { "unknown type", RecordKind.Receivable, "1000,C1,I1,ZZ,2025-01-01,2025-01-31,EUR,1,1,N,", "bad.csv:2, column DOCTYPE", "'ZZ' is not listed" },
        { "empty type", RecordKind.Receivable, "1000,C1,I1,,2025-01-01,2025-01-31,EUR,1,1,N,", "bad.csv:2, column DOCTYPE", "document type is empty" },
        { "paid below zero", RecordKind.Payment, "1000,C1,I1,INV,2025-01-01,2025-01-31,2025-02-01,EUR,-1,,N", "bad.csv:2, column AMOUNT", "above zero" },
        { "rate of zero", RecordKind.ExchangeRate, "USD,EUR,0,2025-01-01", "bad.csv:2, column RATE", "above zero" },
        { "rate to itself", RecordKind.ExchangeRate, "EUR,EUR,1,2025-01-01", "bad.csv:2, column TO", "to itself" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task ARowThatCannotBeRead_IsRejectedWithPlaceReasonAndText_AndHidesNoOther(string what, RecordKind kind, string row, string where, string reason)
    {
        var (name, header, good) = kind switch
        {
            RecordKind.ErpCustomer => ("customers", Header, Row("GOOD")),
            RecordKind.Receivable => ("open-items", "COMPANY,CUSTNO,DOCNO,DOCTYPE,ISSUE_DATE,DUE_DATE,CURRENCY,AMOUNT,OPEN_AMOUNT,DISPUTED,PROMISED\n", "1000,C1,GOOD,INV,2025-01-01,2025-01-31,EUR,1,1,N,"),
            RecordKind.Payment => ("paid-items", "COMPANY,CUSTNO,DOCNO,DOCTYPE,ISSUE_DATE,DUE_DATE,PAID_DATE,CURRENCY,AMOUNT,PROMISED,WAS_DISPUTED\n", "1000,C1,GOOD,INV,2025-01-01,2025-01-31,2025-02-01,EUR,1,,N"),
            _ => ("rates", "FROM,TO,RATE,RATE_DATE\n", "USD,EUR,0.9,2025-01-01"),
        };
        File.WriteAllText(_folder.MappingPath, SampleMapping.Replace($"{name}-*.csv", "bad.csv", StringComparison.Ordinal));
        _folder.Write("bad.csv", $"{header}{row}\n{good}\n");
        await _folder.ReadAsync(kind);
        _folder.State.Count.ShouldBe(1, what);
        var rejected = _folder.Rejected.ShouldHaveSingleItem();
        rejected.Where.ShouldBe(where);
        rejected.Reason.ShouldContain(reason);
        rejected.Raw.ShouldBe(row);
        _folder.Receipts.ShouldHaveSingleItem().Rejected.ShouldBe(1);
    }

    [Fact]
    public async Task LinesAreCounted_AcrossQuotedLineBreaksAndBlankLines()
    {
        _folder.Write("customers-1.csv", Header + Row("C1", name: "\"two\nlines\"") + "\n\n" + Row("C2", hold: "?") + "\n" + Row("C3", name: "\"a\nb\"", hold: "?") + "\n");
        await _folder.ReadAsync();
        _folder.Rejected.Select(r => r.Where).ShouldBe(["customers-1.csv:5, column HOLD", "customers-1.csv:6, column HOLD"]);
    }

    private async Task<List<CheckFinding>> FindingsAsync()
    {
        var findings = new List<CheckFinding>();
        await foreach (var finding in _folder.Connect().CheckAsync(default))
            findings.Add(finding);
        return findings;
    }
}
