using System.Xml.Linq;
using CreditBridge.Sandbox.Schema.Formulas;
using static CreditBridge.Sandbox.Schema.MetadataReader;

namespace CreditBridge.Sandbox.Schema;

/// <summary>Turns one <c>CustomField</c> element into a field, refusing what a deployment refuses.</summary>
internal static class FieldMetadata
{
    public static FieldDefinition Read(MetadataFile file, XElement root)
    {
        var name = Required("fullName");
        var formula = Text("formula");
        var field = new FieldDefinition(name, TypeOf(Required("type")))
        {
            Label = Required("label"),
            Custom = true,
            HelpText = Text("inlineHelpText"),
            Nillable = !Flag("required"),
            Unique = Flag("unique"),
            ExternalId = Flag("externalId"),
            CaseSensitive = Flag("caseSensitive"),
            Formula = formula,
            ParsedFormula = Parse(),
            FormulaBlankAsZero = Text("formulaTreatBlanksAs") != "BlankAsBlank",
            Calculated = formula is not null,
            Createable = formula is null,
            Updateable = formula is null,
        };
        return formula is not null ? field with { Length = 1300, Precision = 18, Scale = Number("scale", 2), Nillable = field.Type != FieldType.Boolean } : Text("type") switch
        {
            "Text" => field with { Length = Number("length", null) },
            "LongTextArea" or "Html" => field with { Length = Number("length", null), NotFilterable = true },
            "TextArea" => field with { Length = 255 },
            "Number" or "Currency" or "Percent" => field with { Precision = Number("precision", null), Scale = Number("scale", null) },
            "Checkbox" => field with { DefaultValue = bool.Parse(Required("defaultValue")), Nillable = false, DefaultedOnCreate = true },
            "Picklist" or "MultiselectPicklist" => Picklist(field),
            "Email" => field with { Length = 80 },
            "Phone" => field with { Length = 40 },
            "Url" => field with { Length = 255 },
            "Lookup" or "MasterDetail" => Reference(field),
            _ => field,
        };

        FormulaNode? Parse()
        {
            try
            {
                return formula is null ? null : FormulaParser.Parse(formula);
            }
            catch (FormulaException problem)
            {
                throw new MetadataException(file.Path, problem.Message);
            }
        }

        FieldDefinition Picklist(FieldDefinition plain)
        {
            var set = root.Element(Namespace + "valueSet") ?? throw new MetadataException(file.Path, "a picklist needs a <valueSet>");
            var values = set.Descendants(Namespace + "value").Select(value => new PicklistValue(
                (string?)value.Element(Namespace + "fullName") ?? throw new MetadataException(file.Path, "a picklist value needs a <fullName>"),
                (string?)value.Element(Namespace + "label") ?? (string)value.Element(Namespace + "fullName")!,
                (bool?)value.Element(Namespace + "default") ?? false));
            return plain with
            {
                Length = 255,
                PicklistValues = [.. values],
                RestrictedPicklist = (bool?)set.Element(Namespace + "restricted") ?? false,
            };
        }

        FieldDefinition Reference(FieldDefinition plain) => plain with
        {
            Length = 18,
            ReferenceTo = [Required("referenceTo")],
            RelationshipName = name.Replace("__c", "__r", StringComparison.Ordinal),
            ChildRelationshipName = Text("relationshipName") is { } plural ? plural + "__r" : null,
            CascadeDelete = Text("type") == "MasterDetail",
            Nillable = Text("type") != "MasterDetail",
        };

        FieldType TypeOf(string type) => type switch
        {
            "Text" => FieldType.String,
            "TextArea" or "LongTextArea" or "Html" => FieldType.TextArea,
            "Number" => FieldType.Double,
            "Currency" => FieldType.Currency,
            "Percent" => FieldType.Percent,
            "Checkbox" => FieldType.Boolean,
            "Date" => FieldType.Date,
            "DateTime" => FieldType.DateTime,
            "Picklist" => FieldType.Picklist,
            "MultiselectPicklist" => FieldType.MultiPicklist,
            "Email" => FieldType.Email,
            "Phone" => FieldType.Phone,
            "Url" => FieldType.Url,
            "Lookup" or "MasterDetail" => FieldType.Reference,
            _ => throw new MetadataException(file.Path, $"field type {type} is not known to the sandbox"),
        };

        string? Text(string element) => (string?)root.Element(Namespace + element);
        string Required(string element) => Text(element) ?? throw new MetadataException(file.Path, $"<{element}> is missing");
        bool Flag(string element) => (bool?)root.Element(Namespace + element) ?? false;
        int Number(string element, int? fallback) =>
            (int?)root.Element(Namespace + element) ?? fallback ?? throw new MetadataException(file.Path, $"<{element}> is missing");
    }
}
