using CreditBridge.Worker.Hosting;
using Shouldly;
using Xunit;

namespace CreditBridge.UnitTests.Hosting;

public sealed class PolicyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("creditbridge-policy-");
    private readonly PolicyFile _file;

    public PolicyFileTests()
    {
        _file = new PolicyFile(Path.Combine(_folder.FullName, "policy.yaml"));
        File.Copy(ShippedFiles.Policy, _file.Path);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_version_with_mistakes_is_reported_and_the_last_good_one_stays()
    {
        var good = await _file.GetAsync(CancellationToken.None);
        good.ShouldNotBeNull();

        await File.WriteAllTextAsync(_file.Path, "name: broken");
        (await _file.GetAsync(CancellationToken.None)).ShouldBeSameAs(good);
        _file.Problems.ShouldNotBeEmpty();

        File.Copy(ShippedFiles.Policy, _file.Path, overwrite: true);
        (await _file.GetAsync(CancellationToken.None))!.VersionText.ShouldBe(good.VersionText);
        _file.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_was_away_for_a_moment_is_well_again_when_it_is_back_unchanged()
    {
        await _file.GetAsync(CancellationToken.None);
        var aside = _file.Path + ".aside";
        File.Move(_file.Path, aside);
        (await _file.GetAsync(CancellationToken.None)).ShouldNotBeNull();
        _file.Problems.ShouldNotBeEmpty();

        File.Move(aside, _file.Path);
        await _file.GetAsync(CancellationToken.None);
        _file.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_never_was_gives_no_policy_and_says_so()
    {
        File.Delete(_file.Path);
        (await _file.GetAsync(CancellationToken.None)).ShouldBeNull();
        _file.Problems.ShouldHaveSingleItem().Message.ShouldContain("does not exist");
    }
}
