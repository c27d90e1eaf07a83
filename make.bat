@echo off
rem The same as make, for Windows: make.bat demo, make.bat test
python "%~dp0make.py" %*
