using CreditBridge.Worker.Cli;

return await CommandLine.RunAsync(args);
