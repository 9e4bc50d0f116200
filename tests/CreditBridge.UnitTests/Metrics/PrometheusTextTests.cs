using System.Diagnostics.Metrics;
using CreditBridge.Worker.Metrics;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Metrics;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new("Test");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Counter_AddsUpByItsLabels()
    {
        using var text = new PrometheusText(_meter);
        var counter = _meter.CreateCounter<long>("credit.records.read", "{record}", "Records read.");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "Account"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "Account"));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "User"));

        text.Write().ShouldBe("""
            # HELP credit_records_read_total Records read.
            # TYPE credit_records_read_total counter
            credit_records_read_total{kind="Account"} 5
            credit_records_read_total{kind="User"} 1

            """);
    }

    [Fact]
    public void Histogram_HasCumulativeBuckets()
    {
        using var text = new PrometheusText(_meter);
        var histogram = _meter.CreateHistogram("cycle.duration", "s", "Time.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] });
        histogram.Record(0.25);
        histogram.Record(1);
        histogram.Record(5);

        text.Write().ShouldBe("""
            # HELP cycle_duration_seconds Time.
            # TYPE cycle_duration_seconds histogram
            cycle_duration_seconds_bucket{le="0.5"} 1
            cycle_duration_seconds_bucket{le="2"} 2
            cycle_duration_seconds_bucket{le="+Inf"} 3
            cycle_duration_seconds_sum 6.25
            cycle_duration_seconds_count 3

            """);
    }

    [Fact]
    public void ObservedFigure_IsTheLatest_AndGoesWhenItIsNoLongerGiven()
    {
        using var text = new PrometheusText(_meter);
        List<Measurement<long>> figures = [new(1, new KeyValuePair<string, object?>("state", "a"))];
        _meter.CreateObservableGauge("outbox", () => figures, null, "Waiting.");

        text.Write().ShouldContain("outbox{state=\"a\"} 1\n");
        figures[0] = new(7, new KeyValuePair<string, object?>("state", "a"));
        text.Write().ShouldContain("outbox{state=\"a\"} 7\n");
        figures.Clear();
        text.Write().ShouldBeEmpty();
    }

    [Fact]
    public void Label_WithEveryAwkwardCharacter_IsEscaped()
    {
        using var text = new PrometheusText(_meter);
        _meter.CreateCounter<long>("x").Add(1, new KeyValuePair<string, object?>("name", "a\"b\\c\nd"));

        text.Write().ShouldContain("""x_total{name="a\"b\\c\nd"} 1""");
    }

    [Fact]
    public void InstrumentsOfOtherMeters_AreNotShown()
    {
        using var other = new Meter("Other");
        using var text = new PrometheusText(_meter);
        other.CreateCounter<long>("theirs").Add(1);

        text.Write().ShouldBeEmpty();
    }
}
