namespace PanelActors.Tree;

/// <summary>One member of an object on a <see cref="JsonTape"/>.</summary>
internal readonly struct TapeMember
{
    private readonly JsonTape _tape;
    private readonly int _name;

    internal TapeMember(JsonTape tape, int name) => (_tape, _name) = (tape, name);

    public TapeValue Value => new(_tape, _name + 1);

    public PanelKey Key => PanelKey.Of(Name);

    /// <summary>The name as UTF-8, unescaped.</summary>
    public ReadOnlySpan<byte> Name => _tape.TextOf(_tape[_name]);

    public bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);
}

/// <summary>The members of an object on a <see cref="JsonTape"/>, for <c>foreach</c>.</summary>
internal struct TapeMembers
{
    private readonly JsonTape _tape;
    private readonly int _end;
    private int _next;
    private int _current;

    internal TapeMembers(JsonTape tape, int index) => (_tape, _end, _next, _current) = (tape, tape[index].Next, index + 1, -1);

    public readonly TapeMember Current => new(_tape, _current);

    public readonly TapeMembers GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _end) return false;
        _current = _next;
        _next = _tape[_current + 1].Next;
        return true;
    }
}

/// <summary>The elements of an array on a <see cref="JsonTape"/>, for <c>foreach</c>.</summary>
internal struct TapeElements
{
    private readonly JsonTape _tape;
    private readonly int _end;
    private int _next;
    private int _current;

    internal TapeElements(JsonTape tape, int index) => (_tape, _end, _next, _current) = (tape, tape[index].Next, index + 1, -1);

    public readonly TapeValue Current => new(_tape, _current);

    public readonly TapeElements GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _end) return false;
        _current = _next;
        _next = _tape[_current].Next;
        return true;
    }
}
