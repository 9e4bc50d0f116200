namespace CreditBridge.Mapping.Rows;

/// <summary>
/// Values that stand in a text and are cut out of it when somebody asks. A number or a day is read where it stands: a listing has millions of them, and none needs a text of
/// its own.
/// </summary>
public interface ITextValues : IReadOnlyList<object?>
{
    /// <summary>The value where it stands, good until the next row is read; false when it is not there in one piece, because characters of it are escaped.</summary>
    bool TryText(int index, out ReadOnlySpan<char> text);
}
