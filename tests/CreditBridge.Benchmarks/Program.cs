using CreditBridge.Benchmarks;

switch (args.FirstOrDefault())
{
    case "storage":
        await StorageBenchmarks.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Name a benchmark: storage");
        return 2;
}
