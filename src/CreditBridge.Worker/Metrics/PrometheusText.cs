using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace CreditBridge.Worker.Metrics;

/// <summary>Collects the instruments of one meter and writes them in Prometheus's text format (version 0.0.4). It knows nothing of what they measure.</summary>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>Media type of the text.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <summary>Begins to collect.</summary>
    public PrometheusText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter))
                return;
            var family = new Family(instrument);
            lock (_gate)
                _families[family.Name] = family;
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Add((Family)family!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Add((Family)family!, value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it is now.</summary>
    public string Write()
    {
        lock (_gate)
        {
            foreach (var family in _families.Values)
                family.BeginObservation();
        }

        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var family in _families.Values)
                family.WriteTo(text);
        }

        return text.ToString();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private void Add(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        lock (_gate)
            family.Add(labels, value);
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
            labels.Append(labels.Length > 0 ? "," : "").Append(NameOf(name)).Append("=\"").Append(Escaped(value?.ToString() ?? "").Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        return labels.ToString();
    }

    private static string NameOf(string name) => name.Replace('.', '_').Replace('-', '_');

    private static string Escaped(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    /// <summary>One instrument with its series.</summary>
    private sealed class Family
    {
        private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);
        private readonly Instrument _instrument;
        private readonly IReadOnlyList<double>? _buckets;
        private readonly bool _isCounter;

        public Family(Instrument instrument)
        {
            _instrument = instrument;
            _isCounter = instrument is Counter<long> or Counter<double> or ObservableCounter<long> or ObservableCounter<double>;
            _buckets = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries;
            Name = NameOf(instrument.Name) + (instrument.Unit == "s" ? "_seconds" : "") + (_isCounter ? "_total" : "");
        }

        public string Name { get; }

        // An observable instrument gives all its series anew each time; one that it no longer gives is gone.
        public void BeginObservation()
        {
            if (_instrument.IsObservable)
                _series.Clear();
        }

        public void Add(string labels, double value)
        {
            if (!_series.TryGetValue(labels, out var series))
                _series[labels] = series = new Series(_buckets?.Count ?? 0);
            series.Sum = _instrument.IsObservable ? value : series.Sum + value;
            series.Count++;
            for (var i = 0; i < series.Buckets.Length; i++)
                series.Buckets[i] += value <= _buckets![i] ? 1 : 0;
        }

        public void WriteTo(StringBuilder text)
        {
            if (_series.Count == 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {Escaped(_instrument.Description ?? "")}\n# TYPE {Name} {(_buckets is not null ? "histogram" : _isCounter ? "counter" : "gauge")}\n");
            foreach (var (labels, series) in _series)
            {
                if (_buckets is null)
                {
                    Line(text, Name, labels, series.Sum);
                    continue;
                }

                for (var i = 0; i < _buckets.Count; i++)
                    Line(text, Name + "_bucket", Joined(labels, string.Create(CultureInfo.InvariantCulture, $"le=\"{_buckets[i]}\"")), series.Buckets[i]);
                Line(text, Name + "_bucket", Joined(labels, "le=\"+Inf\""), series.Count);
                Line(text, Name + "_sum", labels, series.Sum);
                Line(text, Name + "_count", labels, series.Count);
            }
        }

        private static string Joined(string labels, string more) => labels.Length == 0 ? more : $"{labels},{more}";

        private static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : "{" + labels + "}")} {value}\n");
    }

    private sealed class Series(int buckets)
    {
        public double Sum { get; set; }

        public long Count { get; set; }

        public long[] Buckets { get; } = new long[buckets];
    }
}
