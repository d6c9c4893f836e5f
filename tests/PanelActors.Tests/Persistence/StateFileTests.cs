using CsCheck;
using Microsoft.Data.Sqlite;
using PanelActors.Configuration;
using PanelActors.Persistence;
using PanelActors.Tests.Support;

namespace PanelActors.Tests.Persistence;

public sealed class StateFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 19, 45, 57, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;
    private readonly StateDatabase _database;

    public StateFileTests()
    {
        _file = Path.Combine(_folder.Path, "data", "panelactors.db");
        _database = StateDatabase.Of(new PersistenceOptions { Path = _file });
    }

    private string Bad => _file + ".bad-20261123T194557Z";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_not_there_is_nothing_to_speak_of() => Check().ShouldBe(new StateFileVerdict(null));

    [Fact]
    public async Task A_file_that_was_just_made_is_nothing_to_speak_of()
    {
        await Create();
        Check().ShouldBe(new StateFileVerdict(null));
        File.Exists(_file).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_with_states_stays_where_it_is()
    {
        await Create(StateCodec.Encode(SavedStates.Full()), StateCodec.Encode(SavedStates.Full(null)));
        Check().ShouldBe(new StateFileVerdict(null));
        File.Exists(_file).ShouldBeTrue();
    }

    [Theory]
    [InlineData("this is no database, but long enough to be taken for one by its length alone")]
    [InlineData("x")]
    [InlineData("SQLite format 3\0")]
    public void A_file_that_is_no_database_is_set_aside(string content)
    {
        _folder.Write("data/panelactors.db", content);
        ShouldBeSetAside("it is damaged");
        File.ReadAllText(Bad).ShouldBe(content);
    }

    [Fact]
    public async Task A_file_that_was_cut_off_anywhere_is_set_aside_or_empty()
    {
        await Create(StateCodec.Encode(SavedStates.Full()));
        var whole = await File.ReadAllBytesAsync(_file);
        for (var length = 1; length < whole.Length; length += 97)
        {
            await File.WriteAllBytesAsync(_file, whole[..length]);
            Check().SetAside.ShouldNotBeNull($"{length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public async Task Damage_is_noticed_or_changed_nothing_that_counts()
    {
        var state = StateCodec.Encode(SavedStates.Full());
        await Create(state);
        var whole = await File.ReadAllBytesAsync(_file);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, flip) =>
            {
                var damaged = whole.ToArray();
                damaged[at] ^= flip;
                File.WriteAllBytes(_file, damaged);
                if (Check() is { SetAside: null, Text: null }) ReadStates().ShouldBe([state], $"byte {at}");
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public async Task A_damaged_state_in_a_sound_database_sets_the_file_aside()
    {
        var state = StateCodec.Encode(SavedStates.Full());
        state[^5] ^= 1;
        await Create(StateCodec.Encode(SavedStates.Full()), state);
        ShouldBeSetAside("it is damaged");
    }

    [Fact]
    public async Task A_state_of_a_later_version_sets_the_file_aside()
    {
        await Create(SavedStates.Sealed("{}", StateCodec.Version + 1));
        ShouldBeSetAside("a later version of this program wrote it");
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_set_aside()
    {
        await Create();
        Execute($"PRAGMA user_version = {StateDatabase.FileVersion + 1}");
        ShouldBeSetAside("a later version of this program wrote it");
    }

    [Fact]
    public void What_belongs_to_the_file_goes_with_it_and_nothing_is_overwritten()
    {
        for (var i = 1; i <= 2; i++)
        {
            _folder.Write("data/panelactors.db", $"bad {i}");
            _folder.Write("data/panelactors.db-shm", $"shared {i}");
            Check().SetAside.ShouldBe(i == 1 ? Bad : Bad + "-2");
        }

        Directory.GetFiles(Path.GetDirectoryName(_file)!).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe([.. new[] { Bad, Bad + "-2", Bad + "-2-shm", Bad + "-shm" }.Select(Path.GetFileName)]);
    }

    [Fact]
    public async Task A_file_that_another_process_holds_is_logged_and_left_alone()
    {
        await Create(StateCodec.Encode(SavedStates.Full()));
        using var other = Open();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();

        var verdict = Check();
        verdict.SetAside.ShouldBeNull();
        verdict.Text.ShouldNotBeNull().ShouldStartWith($"The states saved in {_file} cannot be used now: ");
        File.Exists(_file).ShouldBeTrue();
    }

    private StateFileVerdict Check() => StateFile.Check(_database, Now);

    private void ShouldBeSetAside(string why)
    {
        Check().ShouldBe(new StateFileVerdict(
            $"The states saved in {_file} cannot be used, since {why}: it is now {Bad}, and every source starts cold", Bad));
        File.Exists(_file).ShouldBeFalse();
        File.Exists(Bad).ShouldBeTrue();
    }

    private async Task Create(params byte[][] states)
    {
        await _database.CreateAsync(CancellationToken.None);
        for (var i = 0; i < states.Length; i++)
        {
            Execute(
                $"INSERT INTO {StateDatabase.Table} (persistence_id, sequence_number, created, snapshot) "
                + $"VALUES ('{i}', 0, 0, x'{Convert.ToHexString(states[i])}')");
        }
    }

    private void Execute(string statement)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private List<byte[]> ReadStates()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT snapshot FROM {StateDatabase.Table}";
        using var rows = command.ExecuteReader();
        var states = new List<byte[]>();
        while (rows.Read()) states.Add((byte[])rows[0]);
        return states;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        connection.Open();
        return connection;
    }
}
