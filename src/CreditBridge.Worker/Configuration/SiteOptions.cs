using System.ComponentModel.DataAnnotations;
using CreditBridge.Abstractions.Options;

namespace CreditBridge.Worker.Configuration;

/// <summary>Facts about this installation.</summary>
public sealed class SiteOptions : IChecksItself
{
    /// <summary>IANA name of the time zone whose calendar days count. Default: UTC.</summary>
    [Option("IANA name of the company's time zone. Invoices fall due on calendar days in this zone.", Example = "Europe/Berlin")]
    [Required]
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Name of this process among several; null for the name of the machine.</summary>
    [Option("Name of this process when several share one database; it stands in leases and logs. The name of the machine when not given.")]
    [StringLength(100, MinimumLength = 1)]
    public string? Node { get; init; }

    /// <summary>The time zone of <see cref="TimeZone"/>.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary><see cref="Node"/>, or the name of the machine.</summary>
    public string NodeName => Node ?? Environment.MachineName;

    /// <inheritdoc />
    public IEnumerable<(string Option, string Problem)> Problems()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return (nameof(TimeZone), $"'{TimeZone}' is not a time zone that this machine knows; an IANA name such as Europe/Berlin is expected.");
    }
}
