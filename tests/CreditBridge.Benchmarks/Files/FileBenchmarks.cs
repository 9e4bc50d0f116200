using System.Diagnostics;
using System.Globalization;

namespace CreditBridge.Benchmarks.Files;

/// <summary>
/// Open items from a file through the FileDrop connector into canonical records, beside CsvHelper that reads the same file into typed records and throws them away:
/// <c>dotnet run -c Release --project tests/CreditBridge.Benchmarks -- csv [rows]</c>; <c>xlsx [rows]</c> reads a workbook with the same rows. Each reading is a process of
/// its own, so that its memory is its own; they take turns, and the middle one of each counts.
/// </summary>
internal static class FileBenchmarks
{
    private const int Rounds = 5;

    public static Task CsvAsync(int rows) => InFolderAsync(async folder =>
    {
        var file = Path.Combine(folder, "open-items-20260131.csv");
        OpenItemFiles.WriteCsv(file, rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} open items, {new FileInfo(file).Length >> 20} MB of CSV"));
        var (theirs, ours) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(await ReadAsync("csvhelper", file, rows));
            ours.Add(await ReadAsync("filedrop", file, rows));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"speed of FileDrop, that of CsvHelper being 1: {Middle(theirs) / Middle(ours):0.00}"));
    });

    public static Task XlsxAsync(int rows) => InFolderAsync(async folder =>
    {
        var file = Path.Combine(folder, "open-items-20260131.xlsx");
        OpenItemFiles.WriteXlsx(file, rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} open items, {new FileInfo(file).Length >> 20} MB of XLSX"));
        await ReadAsync("filedrop", file, rows);
    });

    /// <summary>The part of one process: reads the file and writes one line.</summary>
    public static async Task ReadAsync(string reader, string file)
    {
        var watch = Stopwatch.StartNew();
        var records = reader == "csvhelper" ? CsvHelperReading.Read(file) : await FileDropReading.ReadAsync(file);
        var (seconds, process) = (watch.Elapsed.TotalSeconds, Process.GetCurrentProcess());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{records} {seconds} {Environment.CpuUsage.TotalTime.TotalSeconds} {process.PeakWorkingSet64 >> 20} {GC.GetTotalAllocatedBytes() >> 20}"));
    }

    private static async Task<double> ReadAsync(string reader, string file, int rows)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["read-file", reader, file]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || said.Split(' ') is not [var records, var time, var processor, var memory, var allocated] || int.Parse(records, CultureInfo.InvariantCulture) != rows)
            throw new InvalidOperationException($"{reader} did not read {rows} records: {said}");
        var seconds = double.Parse(time, CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {reader,-10} {seconds,6:0.00} s  {rows / seconds,9:N0} rows/s  processor {double.Parse(processor, CultureInfo.InvariantCulture),6:0.00} s  peak memory {memory} MB  allocated {allocated.Trim()} MB"));
        return seconds;
    }

    private static double Middle(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);

    private static async Task InFolderAsync(Func<string, Task> work)
    {
        var folder = Directory.CreateTempSubdirectory("creditbridge-bench-");
        try
        {
            await work(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
