using CreditBridge.Abstractions.Records;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Forecasting;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Forecasting;

public sealed class DealBookTests
{
    private static readonly DateOnly First = new(2026, 1, 5);
    private static readonly string[] Stages = ["New", "Offer", "Checked", "Won", "Lost"];

    [Fact]
    public void Deal_IsReadFromItsRecordAndItsHistory()
    {
        var book = new DealBook(TimeZoneInfo.Utc);
        book.Add(Change("h2", "d", "Offer", 10));
        book.Add(Change("h1", "d", "New", 0));
        book.Add(Change("h1", "d", "New", 0));
        book.Add(Deal("d", "Won", 40, isClosed: true) with { CreatedOn = First });

        var history = History(book);

        book.Moves.ShouldBe(2, "a change that is read twice is one");
        history.Moves.Select(m => (m.Day.DayNumber - First.DayNumber, m.Stage)).ShouldBe([(0, "New"), (10, "Offer"), (40, "Won")]);
        history.Closed.ShouldBe(First.AddDays(40), "history does not know the closing: the close date stands in");
    }

    [Fact]
    public void DealWithoutAnyDay_IsLeftOut()
    {
        var book = new DealBook(TimeZoneInfo.Utc);
        book.Add(Deal("d", "New", 40));

        book.Count(new HazardCounts(ForecastEvent.Reaches(["Checked"]), First, 100), (_, h) => h).ShouldBe(0);
    }

    [Fact]
    public void DealThatOnlyHistoryNames_IsLeftOut()
    {
        var book = new DealBook(TimeZoneInfo.Utc);
        book.Add(Change("h1", "gone", "New", 0));

        book.Count(new HazardCounts(ForecastEvent.Reaches(["Checked"]), First, 100), (_, h) => h).ShouldBe(0);
        book.Deals.ShouldBe(0);
    }

    // What is counted in pieces, with deals that change in between, is what is counted at once.
    [Fact]
    public void CountingWhatChanged_IsCountingEverything() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var (book, counts) = (new DealBook(TimeZoneInfo.Utc), Counts());
            var all = new List<object>();
            for (var step = 0; step < 4; step++)
            {
                for (var i = 0; i < 15; i++)
                {
                    var deal = $"d{random.Next(8)}";
                    object record = random.Next(3) == 0
                        ? Deal(deal, Stages[random.Next(5)], random.Next(30, 60), isClosed: random.Next(2) == 0) with { CreatedOn = First.AddDays(random.Next(5)), Amount = new Money(random.Next(9) * 1_000m, CurrencyCode.Parse("EUR")) }
                        : Change($"h{random.Next(200)}", deal, Stages[random.Next(5)], random.Next(60));
                    all.Add(record);
                    Add(book, record);
                }

                book.Count(counts, Describe);
            }

            var (again, fresh) = (new DealBook(TimeZoneInfo.Utc), Counts());
            foreach (var record in all)
                Add(again, record);
            again.Count(fresh, Describe);

            counts.Deals.ShouldBe(fresh.Deals);
            counts.UnsoundDeals.ShouldBe(fresh.UnsoundDeals);
            Said(counts).ShouldBe(Said(fresh));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(1, 1));

    private static string Said(HazardCounts counts) => string.Join(';', Enumerable.Range(0, 90).SelectMany(day => counts.Stages.Order(StringComparer.Ordinal).Select(stage => string.Join(',', counts.OpenAt(counts.IndexOf(stage), day))).Append($"{counts.Events[day]}")).Where(t => t.Any(c => c is not ('0' or ','))));

    private static HazardCounts Counts() => new(ForecastEvent.Reaches(["Checked"]), First, 100);

    private static DealHistory Describe(BookedDeal deal, DealHistory history) => history with { Amount = deal.Money?.Amount };

    private static DealHistory History(DealBook book) => book.HistoryOf(book.All.Single())!;

    private static void Add(DealBook book, object record)
    {
        if (record is OpportunityRecord deal)
            book.Add(deal);
        else
            book.Add((StageChangeRecord)record);
    }

    private static OpportunityRecord Deal(string key, string stage, int close, bool isClosed = false) => new(key, key, stage, First.AddDays(close)) { IsClosed = isClosed };

    private static StageChangeRecord Change(string key, string deal, string stage, int day) => new(key, deal, stage, new DateTimeOffset(First.AddDays(day), new TimeOnly(9, 0), TimeSpan.Zero));
}
