using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PanelActors.Watch;

/// <summary>
/// The terminal's alternate screen, taken over and given back. Only lines that differ from those shown are written, all in one go, so
/// that nothing flickers.
/// </summary>
internal sealed class TerminalWindow : IDisposable
{
    private const string Enter = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private const string Leave = "\u001b[0m\u001b[?25h\u001b[?1l\u001b>\u001b[?1049l";
    private const string RestOfLine = "\u001b[0m\u001b[K";

    private readonly Stream _output;
    private readonly StringWriter _text = new();
    private readonly IAnsiConsole _console;
    private readonly bool _inAscii;
    private string[] _shown = [];
    private int _width;
    private int _given;

    /// <summary>Takes over the terminal behind <paramref name="output"/>.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="inColor">Whether colours may be used.</param>
    /// <param name="inAscii">Whether only ASCII may be.</param>
    public TerminalWindow(Stream output, bool inColor, bool inAscii)
    {
        (_output, _inAscii) = (output, inAscii);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = inColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_text),
        });
        Write(Enter);
    }

    /// <summary>Shows <paramref name="screen"/>. After a change of size everything is written anew.</summary>
    public void Draw(Screen screen, int width)
    {
        if (width != _width || screen.Lines.Count != _shown.Length)
        {
            (_width, _shown) = (width, new string[screen.Lines.Count]);
            _console.Profile.Width = Math.Max(1, width);
        }

        var frame = new StringBuilder();
        for (var row = 0; row < screen.Lines.Count; row++)
        {
            var line = Render(screen.Lines[row]);
            if (line == _shown[row]) continue;
            _shown[row] = line;
            frame.Append(System.Globalization.CultureInfo.InvariantCulture, $"\u001b[{row + 1};1H").Append(line);
            // In the last column the cursor stands on what was just written.
            if (screen.Lines[row].Width < width) frame.Append(RestOfLine);
        }

        if (frame.Length > 0) Write(frame.ToString());
    }

    /// <summary>Gives the terminal back as it was. More than once, and from any thread, does no harm.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _given, 1) != 0) return;
        try
        {
            Write(Leave);
        }
        catch (IOException)
        {
            // The terminal itself is gone: nothing is left to be given back.
            return;
        }
        finally
        {
            _text.Dispose();
        }
    }

    private string Render(ScreenLine line)
    {
        _text.GetStringBuilder().Clear();
        _console.Write(new Anchored(line, _inAscii));
        return _text.ToString();
    }

    private void Write(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }

    private sealed record Anchored(ScreenLine Line, bool InAscii) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => Line.Segments(anchored: true, InAscii);
    }
}
