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
        return Finish(section, cells, axis, null, axis?.Count ?? 0);
    }

    /// <summary>A matrix: 'rows' and 'columns', each with an 'input' or 'formula' and its 'ranges' or 'values', and 'cells', a list for each row. Null when it is wrong.</summary>
    public static LookupTable? Matrix(SectionReader section, InputStage stage, ExpressionType? type, string where)
    {
        var cells = new CellReader(section, stage, type, where);
        var mustCover = !section.Has("otherwise");
        var rows = Axis(section, "rows", stage, mustCover);
        var columns = Axis(section, "columns", stage, mustCover);
        if (!section.Require("cells", "the values, a list for each row"))
            return null;
        var lines = section.Items("cells");
        if (rows is not null && lines.Count != rows.Count)
            section.Error("cells", $"There are {lines.Count} lists here and {rows.Count} rows: each row needs its list.");
        foreach (var (node, path) in lines)
        {
            if (node is not PolicyList line)
                section.Problems.Error(node, path, $"A list with a value for each column is expected, and there is {node.Describe}.");
            else if (columns is not null && line.Items.Count != columns.Count)
                section.Problems.Error(node, path, $"There are {line.Items.Count} values in this row and {columns.Count} columns.");
            else
                cells.TakeAll(line, path);
        }

        return Finish(section, cells, rows, columns, (rows?.Count ?? 0) * (columns?.Count ?? 0));
    }

    private static Axis? Axis(SectionReader section, string key, InputStage stage, bool mustCover)
    {
        if (section.Section(key, "an input or formula, and the ranges or values of it") is not { } reader)
            return null;
        var axis = AxisReader.Read(reader, stage, mustCover, each: null);
        reader.Close();
        return axis;
    }

    private static LookupTable? Finish(SectionReader section, CellReader cells, Axis? rows, Axis? columns, int count)
    {
        int? Extra(string key) => section.Find(key) is { } node ? cells.Take(node, section.At(key)) : null;
        var otherwise = Extra("otherwise");
        var whenMissing = Extra("missing");
        var isComplete = rows is not null && count > 0;
        if (!isComplete || cells.Read() is not { } read || read.Count < count)
            return null;
        return new LookupTable(rows!, columns, [.. read.Take(count)])
        {
            Otherwise = otherwise is { } o ? read[o] : null,
            WhenMissing = whenMissing is { } m ? read[m] : null,
        };
    }
}
