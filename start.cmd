@echo off
rem Dubbelklicka på den här filen. Första gången installeras allt, sedan öppnas en meny.
chcp 65001 >nul
cd /d "%~dp0"
if exist ".venv\.installed" goto menu
where py >nul 2>nul
if errorlevel 1 (
  echo Python saknas på datorn. Be IT-avdelningen installera Python 3.11 eller senare, och försök igen.
  pause
  exit /b 2
)
echo Installerar. Det tar några minuter första gången.
py -3 -m venv .venv || goto failed
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock || goto failed
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . || goto failed
echo klar> .venv\.installed
:menu
.venv\Scripts\brister
pause
exit /b 0
:failed
echo Installationen gick inte att slutföra. Kontrollera att datorn har internet och försök igen.
pause
exit /b 2
