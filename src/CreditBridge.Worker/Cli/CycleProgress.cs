using CreditBridge.Core.Runs;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary>Shows a cycle while it runs: one line per thing being read, one for evaluating, one for writing.</summary>
internal sealed class CycleProgress(IAnsiConsole console)
{
    public async Task<T> ShowAsync<T>(Func<IProgress<RunProgress>, Task<T>> work) =>
        await console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new CountColumn())
            .StartAsync(async context =>
            {
                var result = await work(new Lines(context));
                return result;
            });

    private sealed class Lines(ProgressContext context) : IProgress<RunProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(RunProgress value)
        {
            var name = value.Stage switch
            {
                RunStage.Reading => $"Reading {value.What}",
                RunStage.Evaluating => "Evaluating accounts",
                _ => $"Writing to {value.What}",
            };
            lock (_tasks)
            {
                if (!_tasks.TryGetValue(name, out var task))
                {
                    task = context.AddTask(Markup.Escape(name), maxValue: 1);
                    _tasks.Add(name, task);
                }

                task.IsIndeterminate = value.Total is null;
                task.MaxValue = Math.Max(1, value.Total ?? value.Done);
                task.Value = value.Done;
            }
        }
    }

    private sealed class CountColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override Spectre.Console.Rendering.IRenderable Render(Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.IsIndeterminate ? $"{task.Value:N0}" : $"{task.Value:N0} of {task.MaxValue:N0}").RightJustified();
    }
}
