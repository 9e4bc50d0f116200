using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Forecasting;
using CreditBridge.Core.Snapshots;
using Shouldly;
using Xunit;

namespace CreditBridge.TestKit.Stores;

/// <summary>What every store of forecasts does: one of each kind and day, in order of days, and what has changed since a moment.</summary>
public abstract class ForecastStoreConformance : StoreConformance
{
    private static readonly DateOnly Day = new(2026, 11, 23);

    [Fact]
    public async Task ForecastsOfADay_AreReplaced_AndListedByDay()
    {
        foreach (var (day, text) in new[] { (1, "b"), (0, "a"), (1, "c") })
            (await Stores.Forecasts.AddAsync(Of(ForecastKind.Workload, day, text), [], None)).ShouldBe(0);
        await Stores.Forecasts.AddAsync(Of(ForecastKind.Backtest, 5, "r"), [], None);

        (await ListAsync(Day)).ShouldBe(["a", "c"]);
        (await ListAsync(Day.AddDays(1))).ShouldBe(["c"]);
        (await Stores.Forecasts.ListDaysAsync(ForecastKind.Workload, Day, None)).ShouldBe([(Day, Noon), (Day.AddDays(1), Noon)]);
        (await Stores.Forecasts.ListDaysAsync(ForecastKind.Workload, Day.AddDays(1), None)).ShouldBe([(Day.AddDays(1), Noon)]);
        System.Text.Encoding.UTF8.GetString((await Stores.Forecasts.FindAsync(ForecastKind.Workload, Day.AddDays(1), None)).ShouldNotBeNull().Payload).ShouldBe("c");
        (await Stores.Forecasts.FindAsync(ForecastKind.Workload, Day.AddDays(5), None)).ShouldBeNull();
        var latest = (await Stores.Forecasts.GetLatestAsync(ForecastKind.Workload, None)).ShouldNotBeNull();
        (latest.AsOf, latest.MadeAt, System.Text.Encoding.UTF8.GetString(latest.Payload)).ShouldBe((Day.AddDays(1), Noon, "c"));
        (await Stores.Forecasts.GetLatestAsync(ForecastKind.Backtest, None)).ShouldNotBeNull().AsOf.ShouldBe(Day.AddDays(5));
    }

    [Fact]
    public async Task WithoutForecasts_ThereIsNone()
    {
        (await Stores.Forecasts.GetLatestAsync(ForecastKind.Workload, None)).ShouldBeNull();
        (await Stores.Forecasts.CountRecordsAsync(RecordKind.Opportunity, None)).ShouldBe(0);
    }

    [Fact]
    public async Task RecordsThatChanged_AreReadFromAMomentOn()
    {
        await IngestAsync(Crm, Noon, new AccountRecord("a", "Alpha"), new AccountRecord("b", "Beta"));
        await IngestAsync(Crm, Noon.AddHours(1), new AccountRecord("b", "Beta renamed"), new AccountRecord("c", "Gamma"));

        var names = new List<string>();
        await foreach (var stored in Stores.Forecasts.ReadChangedAsync(RecordKind.Account, Noon.AddMinutes(1), None))
            names.Add(((AccountRecord)RecordCodec.Decode(RecordKind.Account, stored.Payload)).Name);

        names.ShouldBe(["Beta renamed", "Gamma"]);
        (await Stores.Forecasts.CountRecordsAsync(RecordKind.Account, None)).ShouldBe(3);
    }

    private static StoredForecast Of(ForecastKind kind, int day, string text) => new(kind, Day.AddDays(day), Noon, System.Text.Encoding.UTF8.GetBytes(text));

    private async Task<List<string>> ListAsync(DateOnly from)
    {
        var texts = new List<string>();
        await foreach (var stored in Stores.Forecasts.ListAsync(ForecastKind.Workload, from, None))
            texts.Add(System.Text.Encoding.UTF8.GetString(stored.Payload));
        return texts;
    }
}
