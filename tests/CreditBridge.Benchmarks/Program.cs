using CreditBridge.Benchmarks;
using CreditBridge.Benchmarks.Evaluation;
using CreditBridge.Benchmarks.Files;

switch (args.FirstOrDefault())
{
    case "storage":
        await StorageBenchmarks.RunAsync();
        return 0;
    case "salesforce-writes":
        await SalesforceWriteBenchmarks.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 100_000);
        return 0;
    case "replay":
        await ReplayBenchmarks.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 10_000);
        return 0;
    case "evaluation":
        return EvaluationBenchmarks.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
    case "salesforce-latency":
        await LatencyBenchmark.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 50);
        return 0;
    case "sql":
        await SqlBenchmarks.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case "csv":
        await FileBenchmarks.CsvAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case "xlsx":
        await FileBenchmarks.XlsxAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 100_000);
        return 0;
    case "read-file" when args.Length > 2:
        await FileBenchmarks.ReadAsync(args[1], args[2]);
        return 0;
    case "plan":
        await PlanBenchmarks.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 100_000);
        return 0;
    case "forecast":
        ForecastBenchmarks.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 100_000);
        return 0;
    case "forecast-store":
        return await ForecastStoreBenchmarks.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 100_000);
    case "forecast-store-run" when args.Length > 3:
        return await ForecastStoreBenchmarks.RunAsync(
            args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture), double.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("Name a benchmark: storage, evaluation, replay, salesforce-writes, salesforce-latency, sql, csv, xlsx, plan, forecast, forecast-store");
        return 2;
}
