@echo off
rem Double-click this file. The first time it installs everything, then it opens a menu.
rem No blocks in parentheses and no delayed expansion: the name of a folder may hold such signs.
chcp 65001 >nul
setlocal
title Brister i samverkan
rem Windows gives a folder on a server a drive letter for as long as the window is open.
pushd "%~dp0" || goto no_folder
if not exist requirements.lock goto no_folder
if not exist brister.toml goto no_folder
rem The libraries lie outside the project: paths stay short, and nothing of them is synchronised.
set "ENV=%LOCALAPPDATA%\brister_analysis"
set "PY=%ENV%\Scripts\python.exe"
set "PYTHONPATH=%CD%"
set "PYTHONUTF8=1"
if not exist "%PY%" goto find
"%PY%" -c "pass" >nul 2>nul || goto find
fc /b requirements.lock "%ENV%\installed.lock" >nul 2>nul || goto packages
fc /b pyproject.toml "%ENV%\installed.toml" >nul 2>nul || goto packages
goto menu

:find
rem The lock holds libraries for 3.11 to 3.14, 64 bits. The word python alone may also lead to Microsoft Store, which fails.
set "BASE="
set "FITS=import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14) or sys.maxsize < 2**32)"
call :try py -3.13
call :try py -3.12
call :try py -3.11
call :try py -3.14
call :try py -3
call :try python
if not defined BASE goto no_python
echo Installerar. Det tar några minuter den här gången. Låt fönstret vara öppet.
%BASE% -m venv --clear "%ENV%" || goto failed

:packages
echo Hämtar det som programmet behöver ...
"%PY%" -m pip install --quiet --no-compile --disable-pip-version-check --no-input --log "%ENV%\install.log" --require-hashes --only-binary :all: -r requirements.lock || goto failed
"%PY%" -m pip install --quiet --disable-pip-version-check --no-input --log "%ENV%\install.log" --no-deps --no-build-isolation -e . || goto failed
copy /y requirements.lock "%ENV%\installed.lock" >nul || goto failed
copy /y pyproject.toml "%ENV%\installed.toml" >nul || goto failed

:menu
"%PY%" -m brister_analysis %*
set "CODE=%ERRORLEVEL%"
goto end

:try
if defined BASE exit /b 0
%* -c "%FITS%" >nul 2>nul && set "BASE=%*"
exit /b 0

:no_folder
echo Filerna som hör till programmet saknas. Är mappen en zip-fil: högerklicka på den, välj Extrahera alla,
echo öppna den nya mappen och dubbelklicka på start.cmd där.
set "CODE=2"
goto end

:no_python
echo Python saknas på datorn, eller är fel version: det ska vara Python 3.11, 3.12, 3.13 eller 3.14, 64 bitar.
echo Be IT-avdelningen installera Python 3.13 från python.org och dubbelklicka sedan på start.cmd igen.
set "CODE=2"
goto end

:failed
echo Installationen gick inte att slutföra. Kontrollera att datorn har internet och försök igen.
echo Går det ändå inte, be IT-avdelningen om hjälp. De behöver veta tre saker:
echo - datorn ska nå pypi.org och files.pythonhosted.org; finns en proxy anges den i HTTPS_PROXY,
echo - program i mappen "%ENV%" ska få köras,
echo - vad som gick fel står i install.log i den mappen.
set "CODE=2"

:end
rem Whoever wrote something after start.cmd has a window of his own.
if "%~1"=="" pause
popd
exit /b %CODE%
