namespace CreditBridge.Sandbox.Sample;

/// <summary>Invented company names by country: a coined root, a trade in the country's language and its legal form.</summary>
internal sealed class CompanyNames(Random random)
{
    private sealed record Country(string Code, string Currency, string[] Roots, string[] Trades, string[] Forms, string[] Cities);

    private static readonly Country[] Countries =
    [
        new("DE", "EUR",
            ["Altenrode", "Brunnhagen", "Kesslingen", "Dornwald", "Eichbrück", "Falkenried", "Grünhagen", "Hohenlage", "Immenthal", "Jägersau", "Königsrode", "Lindgrund"],
            ["Antriebstechnik", "Pumpenbau", "Fördertechnik", "Werkzeugbau", "Apparatebau"], ["GmbH", "GmbH & Co. KG", "AG"],
            ["Bielefeld", "Chemnitz", "Kassel", "Ulm", "Siegen", "Aalen"]),
        new("US", "USD",
            ["Ashgrove", "Bellmont Ridge", "Cedar Falls", "Drayton", "Eastlake", "Fairhaven", "Granite Bay", "Harlow Creek", "Ironbridge", "Juniper", "Kingsford", "Larkspur"],
            ["Conveyor Systems", "Machine Works", "Fluid Power", "Tool & Die", "Process Equipment"], ["Inc.", "LLC", "Corp."],
            ["Akron, OH", "Rockford, IL", "Toledo, OH", "Greenville, SC", "Wichita, KS", "Erie, PA"]),
        new("GB", "GBP",
            ["Aldermoor", "Broadmere", "Corvedale", "Dunsford", "Elmstead", "Farrowby", "Garthwaite", "Hexworthy"],
            ["Castings", "Engineering", "Hydraulics", "Fabrications", "Valves"], ["Ltd", "plc"],
            ["Sheffield", "Coventry", "Telford", "Huddersfield"]),
        new("FR", "EUR",
            ["Brécourt", "Chantenoy", "Dorsanne", "Estrevelle", "Fontclair", "Granval", "Hautebrie"],
            ["Mécanique", "Usinage", "Robinetterie", "Transmissions"], ["SAS", "SA"], ["Saint-Étienne", "Cluses", "Le Creusot", "Valenciennes"]),
        new("CH", "CHF",
            ["Aarmatt", "Bachtobel", "Campovasto", "Eschwil", "Fluhmatt", "Grünegg"],
            ["Präzisionstechnik", "Maschinen", "Sensorik", "Getriebe"], ["AG", "SA"], ["Biel/Bienne", "Winterthur", "Rapperswil", "Thun"]),
        new("IT", "EUR", ["Montereggi", "Valsorda", "Castelvago", "Serramonte", "Fontebruna"],
            ["Meccanica", "Pompe", "Automazione", "Stampaggi"], ["S.p.A.", "S.r.l."], ["Brescia", "Modena", "Lecco"]),
        new("NL", "EUR", ["Van Oostveld", "Westerhage", "Zandwijk", "De Lindeboom", "Hoogmeer"],
            ["Techniek", "Machinebouw", "Transportsystemen", "Kunststoffen"], ["B.V."], ["Helmond", "Enschede", "Dordrecht"]),
        new("SE", "EUR", ["Söderhult", "Ängsholm", "Björkvalla", "Norrfors"], ["Verkstad", "Hydraulik", "Industri"], ["AB"], ["Eskilstuna", "Trollhättan"]),
        new("NO", "EUR", ["Fjellvik", "Granmo", "Storhaug"], ["Mekaniske", "Offshore Fabrication", "Industri"], ["AS"], ["Kongsberg", "Horten"]),
        new("PL", "EUR", ["Jasienowo", "Kalinowiec", "Wierzbica", "Lipowiec"], ["Obróbka", "Napędy", "Konstrukcje"], ["Sp. z o.o."], ["Rzeszów", "Bielsko-Biała"]),
        new("ES", "EUR", ["Valdorena", "Montesol", "Ribanegra", "Altamira del Río"], ["Mecanizados", "Bombas", "Fundición"], ["S.L.", "S.A."], ["Eibar", "Sabadell"]),
    ];

    // How many of a hundred accounts each country has, in the order above.
    private static readonly int[] Weights = [20, 23, 13, 10, 7, 6, 6, 4, 3, 4, 4];

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A company that did not exist before: its name, country, city and currency.</summary>
    public (string Name, string Country, string City, string Currency) Next()
    {
        while (true)
        {
            var country = Countries[PickCountry()];
            var root = Pick(country.Roots);
            var name = $"{root} {Pick(country.Trades)}";
            // A group keeps its root to itself: who carries the name belongs to the group.
            if (!_taken.Contains(root) && _taken.Add(name))
                return ($"{name} {Pick(country.Forms)}", country.Code, Pick(country.Cities), country.Currency);
        }
    }

    /// <summary>A subsidiary: the group's root with another country's trade and legal form.</summary>
    public (string Name, string Country, string City, string Currency) NextChildOf(string root)
    {
        while (true)
        {
            var country = Countries[PickCountry()];
            var name = $"{root} {Pick(country.Trades)}";
            if (_taken.Add(name))
                return ($"{name} {Pick(country.Forms)}", country.Code, Pick(country.Cities), country.Currency);
        }
    }

    /// <summary>The head of a group, and the root that its subsidiaries share.</summary>
    public (string Root, string Name, string Country, string City, string Currency) NextGroup()
    {
        while (true)
        {
            var country = Countries[PickCountry()];
            var root = Pick(country.Roots);
            var name = $"{root} {(country.Code is "US" or "GB" ? "Group" : "Holding")} {country.Forms[^1]}";
            if (_taken.Add(root))
                return (root, name, country.Code, Pick(country.Cities), country.Currency);
        }
    }

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];

    private int PickCountry()
    {
        var roll = random.Next(Weights.Sum());
        var index = 0;
        while (roll >= Weights[index])
            roll -= Weights[index++];
        return index;
    }
}
