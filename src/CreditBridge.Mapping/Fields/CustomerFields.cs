using CreditBridge.Abstractions.Values;

namespace CreditBridge.Mapping.Fields;

/// <summary>The two fields that name an ERP customer: <c>company</c> and its number therein.</summary>
internal sealed class CustomerFields
{
    private readonly string _system;
    private readonly TextField _company;
    private readonly TextField _number;
    private CompanyPrefix? _last;

    private CustomerFields(string system, TextField company, TextField number) => (_system, _company, _number) = (system, company, number);

    /// <summary>Reads the two fields' blocks.</summary>
    /// <param name="fields">The block <c>fields:</c>.</param>
    /// <param name="number">Name of the field with the number.</param>
    public static CustomerFields Read(FieldBlock fields, string number = "customer") =>
        new(fields.Kind.Top.System, TextField.ReadCompany(fields), TextField.Read(fields, number, required: true));

    /// <summary>Where the company comes from.</summary>
    public FieldOrigin Company => _company.Origin;

    /// <summary>The beginning of the keys of the company's records.</summary>
    public string CompanyKey(string company)
    {
        // Whole listings are of one company, or of one after the other.
        var last = _last;
        if (last is null || last.Company != company)
            _last = last = new CompanyPrefix(company, RecordKey.Company(_system, company));
        return last.Key;
    }

    public CustomerKey Of(RowReading reading) => new(_system, _company.KeyPart(reading, "/"), _number.KeyPart(reading));

    private sealed record CompanyPrefix(string Company, string Key);
}
