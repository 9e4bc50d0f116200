using System.Globalization;
using CreditBridge.Abstractions.Values;
using CreditBridge.Core.Bureaus;
using CreditBridge.Storage.Dialects;
using CreditBridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace CreditBridge.Storage.Stores;

/// <inheritdoc />
internal sealed class ReportLedger(BridgeDatabase database) : IReportLedger
{
    /// <inheritdoc />
    public Task<Reservation> ReserveAsync(ReportOrder order, BureauBudget budget, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            // One row that everybody who reserves has to write: the next one waits until this transaction has ended, and then sees what it reserved.
            await session.ExecuteAsync(
                "INSERT INTO engine_values (name, value) VALUES ('bureaus/reserving', @key) ON CONFLICT (name) DO UPDATE SET value = excluded.value", cancellationToken, ("key", order.Key));
            if (await session.Context.ReportOrders.AnyAsync(o => o.Key == order.Key, cancellationToken))
                return Reservation.AlreadyOrdered;
            var reservation = budget.Judge(order.Cost, order.Provider, await MonthAsync(session, order.OrderedOn, cancellationToken));
            if (reservation == Reservation.Made)
                await session.InsertAsync([Row(order)], OnConflict.Fail, cancellationToken);
            return reservation;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<bool> SettleAsync(ReportOrder order, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var row = Row(order);
            return await session.ExecuteAsync(
                "UPDATE report_orders SET state = @state, amount = @amount, currency = @currency, result = @result, settled_at = @settled, answer = @answer " +
                "WHERE key = @key AND (state = 0 OR (state = 1 AND @state IN (2, 3)) OR (state = 6 AND @state IN (1, 4, 5, 7)) OR (state = 7 AND @state = 6))",
                cancellationToken,
                ("state", (short)row.State),
                ("amount", row.Amount),
                ("currency", row.Currency),
                ("result", row.Result is { } result ? StoredText.Clean(result) : null),
                ("settled", row.SettledAt),
                ("answer", row.Answer),
                ("key", row.Key)) > 0;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<ReportOrder>> ListMonthAsync(DateOnly month, CancellationToken cancellationToken) =>
        database.ReadAsync(s => MonthAsync(s, month, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<ReportOrder>> ListAccountsAsync(IReadOnlyCollection<string> accountKeys, DateOnly from, CancellationToken cancellationToken)
    {
        var (keys, day) = (accountKeys.ToArray(), Text(from));
        return ListAsync(
            s => s.Context.ReportOrders.Where(o => keys.Contains(o.AccountKey)
                && (string.Compare(o.OrderedOn, day) >= 0 || o.State == OrderState.UnderWay || o.State == OrderState.Answered)), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ReportOrder>> ListOpenAsync(CancellationToken cancellationToken) =>
        ListAsync(s => s.Context.ReportOrders.Where(o => o.State == OrderState.UnderWay || o.State == OrderState.Answered), cancellationToken);

    /// <inheritdoc />
    public async Task<ReportOrder?> FindAsync(string key, CancellationToken cancellationToken) =>
        (await ListAsync(s => s.Context.ReportOrders.Where(o => o.Key == key), cancellationToken)).SingleOrDefault();

    private static Task<IReadOnlyList<ReportOrder>> MonthAsync(Session session, DateOnly day, CancellationToken cancellationToken)
    {
        var (from, to) = (Text(new DateOnly(day.Year, day.Month, 1)), Text(new DateOnly(day.Year, day.Month, 1).AddMonths(1)));
        return ListAsync(session.Context.ReportOrders.Where(o => string.Compare(o.OrderedOn, from) >= 0 && string.Compare(o.OrderedOn, to) < 0), cancellationToken);
    }

    private Task<IReadOnlyList<ReportOrder>> ListAsync(Func<Session, IQueryable<ReportOrderRow>> query, CancellationToken cancellationToken) =>
        database.ReadAsync(s => ListAsync(query(s), cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<ReportOrder>> ListAsync(IQueryable<ReportOrderRow> rows, CancellationToken cancellationToken) =>
        [.. (await rows.AsNoTracking().OrderBy(o => o.OrderedOn).ThenBy(o => o.OrderedAt).ThenBy(o => o.Key).ToListAsync(cancellationToken)).Select(Order)];

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ReportOrderRow Row(ReportOrder order) => new()
    {
        Key = order.Key,
        AccountKey = order.AccountKey,
        Connection = order.Connection,
        Provider = order.Provider,
        OrderedOn = Text(order.OrderedOn),
        OrderedAt = order.OrderedAt,
        Amount = order.Cost.Amount.ToString(CultureInfo.InvariantCulture),
        Currency = order.Cost.Currency.Code,
        State = order.State,
        Why = order.Why,
        DecisionId = order.DecisionId,
        Result = order.Result,
        SettledAt = order.SettledAt,
        Answer = order.Answer,
    };

    private static ReportOrder Order(ReportOrderRow row) => new(
        row.Key, row.AccountKey, row.Connection, row.Provider, DateOnly.ParseExact(row.OrderedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture), row.OrderedAt,
        new Money(decimal.Parse(row.Amount, CultureInfo.InvariantCulture), CurrencyCode.Parse(row.Currency)))
    {
        State = row.State,
        Why = row.Why,
        DecisionId = row.DecisionId,
        Result = row.Result,
        SettledAt = row.SettledAt,
        Answer = row.Answer,
    };
}
