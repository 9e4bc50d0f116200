using CreditBridge.Core.Evaluation.Inputs;
using CreditBridge.Core.Policies.Expressions;
using CreditBridge.Core.Policies.Tables;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>Reads tables: "table" by one value, "matrix" by two.</summary>
internal static class TableReader
{
    /// <summary>A table: 'input' or 'formula', then 'ranges' or 'values' with a 'value' each; 'otherwise' and 'missing' if wanted. Null when it is wrong.</summary>
    public static LookupTable? Table(SectionReader section, InputStage stage, ExpressionType? type, string where)
    {
        var cells = new CellReader(section, stage, type, where);
        var axis = AxisReader.Read(section, stage, mustCover: !section.Has("otherwise"), item =>
        {
            if (item.Require("value", "what the table gives here"))
                cells.Take(item.Find("value")!, item.At("value"));
        });
        return Finish(section, cells, read => axis is null || read.Count < axis.Count ? null : new ListTable(axis, [.. read.Take(axis.Count)]));
    }

    /// <summary>A matrix: the keys of <see cref="MatrixSection"/>; 'otherwise' and 'missing' if wanted. Null when it is wrong.</summary>
    public static LookupTable? Matrix(SectionReader section, InputStage stage, ExpressionType? type, string where)
    {
        var cells = new CellReader(section, stage, type, where);
        var matrix = MatrixSection.Read(section, stage, (node, path) => new Place(cells.Take(node, path)));
        return Finish(section, cells, read => matrix is null
            ? null
            : new MatrixTable(new Matrix<Expression>(matrix.Rows, matrix.Columns, [.. matrix.Cells.Select(row => row.Select(c => read[c.Index]).ToArray())])));
    }

    private static LookupTable? Finish(SectionReader section, CellReader cells, Func<IReadOnlyList<Expression>, LookupTable?> make)
    {
        int? Extra(string key) => section.Find(key) is { } node ? cells.Take(node, section.At(key)) : null;
        var otherwise = Extra("otherwise");
        var whenMissing = Extra("missing");
        return cells.Read() is { } read && make(read) is { } table
            ? table with { Otherwise = otherwise is { } o ? read[o] : null, WhenMissing = whenMissing is { } m ? read[m] : null }
            : null;
    }

    // Where a cell's value will be once all of them are known.
    private sealed record Place(int Index);
}
