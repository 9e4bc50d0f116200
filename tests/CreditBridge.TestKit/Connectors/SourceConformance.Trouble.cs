using CreditBridge.Abstractions.Failures;
using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Connectors;

/// <summary>Odd currencies, a refused login, and a system that looks otherwise than it did yesterday.</summary>
public abstract partial class SourceConformance
{
    private static readonly int[] Some = [1, 2, 3, 4];

    /// <summary>Currencies without minor units and with three of them are taken as they stand.</summary>
    [Theory]
    [InlineData("JPY", "1250000")]
    [InlineData("BHD", "1250.375")]
    [InlineData("EUR", "0.01")]
    public async Task Read_OfAnAmountInAnOddCurrency_TakesItToTheLastDigit(string currency, string written)
    {
        await using var harness = await CreateHarnessAsync();
        var amount = decimal.Parse(written, System.Globalization.CultureInfo.InvariantCulture);
        if (!Applies(harness, Ability.Currency, await harness.PublishAmountAsync(1, amount, currency)))
            return;
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        AmountsOf(engine.Records[harness.KeyOf(1)]).ShouldContain(new Money(amount, CurrencyCode.Parse(currency)));
    }

    /// <summary>A currency that does not exist is rejected with its record; nobody guesses, and no other record suffers.</summary>
    [Fact]
    public async Task Read_OfAnUnknownCurrency_RejectsThatRecord()
    {
        await using var harness = await CreateHarnessAsync();
        if (!Applies(harness, Ability.Currency, await harness.PublishAmountAsync(1, 10, harness.NoCurrency) && await harness.PublishAmountAsync(2, 10, "EUR")))
            return;
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe([harness.KeyOf(2)]);
        engine.Rejected.ShouldContain(r => r.Value.Reason.Contains(harness.NoCurrency, StringComparison.Ordinal));
    }

    /// <summary>A refused login is a failure that says so; nothing is given, and after it was corrected the read goes on.</summary>
    [Fact]
    public async Task Read_WithWrongCredentials_FailsAsAuthenticationAndWorksAfterCorrection()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(Some, 1);
        var engine = new MiniEngine();
        var refused = harness.ConnectRefused(engine.Context);
        if (!Applies(harness, Ability.WrongCredentials, refused is not null))
            return;
        await using (refused)
        {
            var failure = (await Should.ThrowAsync<ConnectorException>(async () =>
            {
                await foreach (var page in SourceOf(harness, refused!).ReadPagesAsync(null, CancellationToken.None))
                    engine.Store(page);
            })).Failure;
            failure.Kind.ShouldBe(FailureKind.Authentication);
            failure.Message.ShouldNotBeNullOrWhiteSpace();
            failure.NextStep.ShouldNotBeNullOrWhiteSpace();
        }

        engine.Records.ShouldBeEmpty();
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(Some.Select(harness.KeyOf), ignoreOrder: true);
    }

    /// <summary>
    /// Something that every record needs is gone, or cannot be read any more: the source refuses the read, or every record by itself. Either way the last good state stays,
    /// and when the system is as it was, the read goes on.
    /// </summary>
    [Theory]
    [InlineData(SchemaDrift.MissingColumn)]
    [InlineData(SchemaDrift.ChangedType)]
    public async Task Read_OfASystemThatLostItsShape_KeepsTheLastGoodState(SchemaDrift drift)
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(Some, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        var before = engine.Copy();
        if (!Applies(harness, drift == SchemaDrift.MissingColumn ? Ability.MissingColumn : Ability.ChangedType, await harness.DriftAsync(drift)))
            return;
        await harness.PublishAsync(Some, 2);
        var refused = false;
        try
        {
            await ReadAsync(harness, engine);
        }
        catch (ConnectorException e)
        {
            refused = true;
            e.Failure.Kind.ShouldBeOneOf(FailureKind.Configuration, FailureKind.Fatal);
            e.Failure.NextStep.ShouldNotBeNullOrWhiteSpace();
        }

        (refused || engine.Rejected.Count >= Some.Length).ShouldBeTrue("neither was the read refused nor every record rejected");
        engine.Records.Keys.ShouldBe(before.Records.Keys);
        engine.Records.ShouldAllBe(r => Content(r.Value) == Content(before.Records[r.Key]));

        (await harness.DriftAsync(SchemaDrift.None)).ShouldBeTrue();
        await harness.PublishAsync(Some, 3);
        await ReadAsync(harness, engine);
        engine.Records.Keys.ShouldBe(before.Records.Keys);
        engine.Records.ShouldAllBe(r => Content(r.Value) != Content(before.Records[r.Key]));
    }

    /// <summary>Something unknown that appears does no harm.</summary>
    [Fact]
    public async Task Read_OfASystemWithAnAdditionalColumn_ReadsAsBefore()
    {
        await using var harness = await CreateHarnessAsync();
        await harness.PublishAsync(Some, 1);
        var engine = new MiniEngine();
        await ReadAsync(harness, engine);
        var before = engine.Copy();
        if (!Applies(harness, Ability.AddedColumn, await harness.DriftAsync(SchemaDrift.AddedColumn)))
            return;
        await harness.PublishAsync(Some, 2);
        await ReadAsync(harness, engine);
        engine.Rejected.ShouldBeEmpty();
        engine.Records.Keys.ShouldBe(before.Records.Keys);
        engine.Records.ShouldAllBe(r => Content(r.Value) != Content(before.Records[r.Key]));
    }

    private static IEnumerable<Money> AmountsOf(SourceRecord record)
    {
        foreach (var property in record.GetType().GetProperties())
        {
            switch (property.GetValue(record))
            {
                case Money money:
                    yield return money;
                    break;
                case CreditLimit limit when limit.TryGetAmount(out var amount):
                    yield return amount;
                    break;
            }
        }

        if (record is FinancialStatementRecord { Turnover: { } turnover } statement)
            yield return new Money(turnover, statement.Currency);
    }
}
