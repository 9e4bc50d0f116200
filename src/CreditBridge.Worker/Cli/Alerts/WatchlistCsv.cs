using System.Globalization;
using CreditBridge.Abstractions.Records;
using CreditBridge.Core.Watch;

namespace CreditBridge.Worker.Cli.Alerts;

/// <summary>The watch list as CSV, one line per account.</summary>
internal static class WatchlistCsv
{
    public static async Task WriteAsync(TextWriter text, IReadOnlyList<WatchEntry> entries, IReadOnlyDictionary<string, UserRecord> users, bool forSales)
    {
        await text.WriteAsync("list,account,name,owner,since,open_deals,pipeline,currency,next_close,next_deal,room,words\r\n");
        foreach (var entry in entries)
        {
            var room = forSales && entry.Room is { } left ? RoomToSell.RoundDown(left) : entry.Room;
            await text.WriteAsync(CsvCells.Line(
                entry.Side == WatchSide.Room ? "room" : "deteriorating", entry.AccountKey, entry.AccountName, Owner(entry, users), Day(entry.Since), $"{entry.Pipeline.Deals}",
                entry.Pipeline.Amount?.Amount.ToString(CultureInfo.InvariantCulture) ?? "", (entry.Pipeline.Amount ?? entry.Room)?.Currency.Code ?? "", Day(entry.Pipeline.NextClose),
                entry.Pipeline.NextDeal ?? "", room?.Amount.ToString(CultureInfo.InvariantCulture) ?? "", forSales ? entry.ForSales : entry.ForCredit));
        }
    }

    /// <summary>Name of the account's owner.</summary>
    public static string Owner(WatchEntry entry, IReadOnlyDictionary<string, UserRecord> users) =>
        entry.OwnerKey is not { } key ? "" : users.TryGetValue(key, out var user) ? user.Name : key;

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
